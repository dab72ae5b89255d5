package org.tidemark.triggers;

/** Statements of a program that knows nothing of Tidemark, about the orders of the sample estate. */
public final class OrderSql {

    private OrderSql() {}

    public static String inserted(long key, String district) {
        return "insert into service_order (id, revision, order_number, customer, district, status) values (" + key
                + ", 1, 'SQL-" + key + "', 'Fjord', '" + district + "', 'OPEN')";
    }

    public static String updated(long key, String set) {
        return "update service_order set " + set + " where id = " + key;
    }
}
