package org.tidemark.triggers;

import java.sql.SQLException;
import java.util.List;

/** An order that nothing but SQL writes, and what the triggers have made of it. */
interface PlainSql {

    FieldService service();

    /** Of the order; the nine that follow are free. */
    long id();

    default String number() {
        return "SQL-" + id();
    }

    default void insert(String district) throws SQLException {
        service().run(inserted(id(), district));
    }

    default String inserted(long key, String district) {
        return OrderSql.inserted(key, district);
    }

    default String inserted(long key, String district, String syncId) {
        return "insert into service_order (id, revision, order_number, customer, district, status, sync_id) values ("
                + key + ", 1, 'SQL-" + key + "', 'Fjord', '" + district + "', 'OPEN', '" + syncId + "')";
    }

    default String line(long key, long order) {
        return "insert into order_line (id, revision, service_order, item, quantity) values (" + key + ", 1, " + order
                + ", 'Labour', 1)";
    }

    /** What a push does to the clock. */
    default String tick() {
        return "update tidemark_clock set version = version + 1 where scope = 'NORTH'";
    }

    default String update(String set) {
        return OrderSql.updated(id(), set);
    }

    default String order(String column) throws SQLException {
        return service().one("select " + column + " from service_order where id = " + id());
    }

    default String lineQuery(String columns) {
        return "select " + columns + " from order_line where service_order = " + id();
    }

    default List<String> lines(String column) throws SQLException {
        return service().rows(lineQuery(column) + " order by id");
    }

    default String state() throws SQLException {
        return order("sync_scope") + " " + version();
    }

    default long version() throws SQLException {
        return Long.parseLong(order("sync_version"));
    }

    default long clock(String scope) throws SQLException {
        return service().number("select coalesce(max(version), 0) from tidemark_clock where scope = '" + scope + "'");
    }

    default String traces(String record) throws SQLException {
        return String.join(
                ", ",
                service()
                        .rows(
                                "select collection, scope, case when deleted then 't' else 'f' end from tidemark_tombstone where record = '"
                                        + record + "' order by scope"));
    }
}
