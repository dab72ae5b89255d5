package org.tidemark.spi;

import java.util.Collection;

/**
 * Tells Tidemark what JPA's listeners cannot see: records that a query writes. A CDI bean; call it in the transaction
 * of the query.
 *
 * <pre>{@code
 * @Inject private WrittenByQuery written;
 *
 * public void closeAll(List<Long> orders) {
 *     em.createQuery("update ServiceOrder o set o.status = 'DONE' where o.id in :orders")
 *             .setParameter("orders", orders)
 *             .executeUpdate();
 *     written.changed(ServiceOrder.class, orders);
 * }
 * }</pre>
 *
 * <p>With the triggers for PostgreSQL or MariaDB installed (docs/database.md) nothing has to be told. Many thousands of
 * records are told in portions, each in a transaction of its own.
 */
public interface WrittenByQuery {

    /**
     * A query of this transaction has changed or inserted the records, or is about to.
     *
     * @param keys the primary keys, as the entity declares them
     */
    void changed(Class<? extends Synchronisable> type, Collection<?> keys);

    /**
     * A query of this transaction is about to delete the records; said before, while they can still be read.
     *
     * @param keys the primary keys, as the entity declares them
     */
    void deleting(Class<? extends Synchronisable> type, Collection<?> keys);
}
