package org.tidemark.sync.clock;

import jakarta.persistence.EntityManager;
import jakarta.persistence.LockModeType;
import jakarta.persistence.TypedQuery;
import org.tidemark.mapping.SyncCollection;
import org.tidemark.spi.Synchronisable;

/**
 * The query that locks records of a collection. The provider knows it by a name: EclipseLink would translate a lock
 * that is asked for anew into SQL each time.
 */
final class LockingQuery {

    private LockingQuery() {}

    /** Selects the records with {@code :ids}, as the rows say, and locks them in the order of all transactions. */
    static TypedQuery<Synchronisable> byIds(EntityManager em, SyncCollection collection) {
        String name = "Tidemark.lock." + collection.name();
        if (!collection.queries().isNamed()) {
            em.getEntityManagerFactory().addNamedQuery(name, fresh(em, collection));
            collection.queries().named();
        }
        TypedQuery<Synchronisable> query = em.createNamedQuery(name, Synchronisable.class);
        // A provider that forgot the lock with the name would let two writers pass.
        return query.getLockMode() == LockModeType.PESSIMISTIC_WRITE ? query : fresh(em, collection);
    }

    private static TypedQuery<Synchronisable> fresh(EntityManager em, SyncCollection collection) {
        return Fresh.of(em.createQuery(collection.queries().byIds(), Synchronisable.class))
                .setLockMode(LockModeType.PESSIMISTIC_WRITE);
    }
}
