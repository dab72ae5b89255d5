package org.tidemark.sync;

import jakarta.persistence.EntityManager;
import jakarta.persistence.EntityManagerFactory;
import jakarta.persistence.LockModeType;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.tidemark.protocol.RecordKey;
import org.tidemark.spi.SyncState;
import org.tidemark.spi.Synchronisable;

/**
 * The id, scope and number that the rows had before a transaction of the application wrote them, read from the rows themselves under their
 * locks. What the application's objects say counts for nothing: an object may have been kept since before its last number, copied,
 * or read from JSON, and {@code @Version} does not object, since numbers are given past it.
 *
 * <p>They are read by an entity manager of their own in the same transaction: JPA calls while it writes, and its own must not be asked then.
 */
final class RowsBefore {

    private record Key(String collection, Object primaryKey) {}

    private final Supplier<EntityManager> readers;
    private final Map<Key, Synchronisable> rows = new HashMap<>();
    private final Map<RecordKey, SyncState> states = new HashMap<>();

    /** @param readers make entity managers that take part in the current transaction */
    RowsBefore(Supplier<EntityManager> readers) {
        this.readers = readers;
    }

    static RowsBefore in(EntityManagerFactory unit) {
        return new RowsBefore(unit::createEntityManager);
    }

    /** The row of an entity, or null if there is none; once for each, as it is locked from then on. */
    private Synchronisable of(SyncCollection collection, Synchronisable entity) {
        EntityManager em = readers.get();
        try {
            Object key = em.getEntityManagerFactory().getPersistenceUnitUtil().getIdentifier(entity);
            var known = new Key(collection.name(), key);
            if (!rows.containsKey(known)) {
                List<Synchronisable> found = read(em, collection, List.of(key));
                rows.put(known, found.isEmpty() ? null : found.get(0));
            }
            return rows.get(known);
        } finally {
            em.close();
        }
    }

    /** The rows with these primary keys; of those that are told by their keys. */
    List<Synchronisable> of(SyncCollection collection, Collection<?> keys) {
        EntityManager em = readers.get();
        try {
            return read(em, collection, keys);
        } finally {
            em.close();
        }
    }

    private List<Synchronisable> read(EntityManager em, SyncCollection collection, Collection<?> keys) {
        List<Synchronisable> found = new ArrayList<>(
                em.createQuery(collection.byKeysQuery(), Synchronisable.class)
                        .setParameter("keys", keys)
                        .setLockMode(LockModeType.PESSIMISTIC_WRITE)
                        .getResultList());
        em.clear();
        found.forEach(
                row -> states.putIfAbsent(new RecordKey(collection.name(), row.getSyncId()), row.getSync()));
        return found;
    }

    /** Has an object that JPA is about to write say what its row says, so that nothing older gets into the row. */
    void restore(SyncCollection collection, Synchronisable entity) {
        Synchronisable row = of(collection, entity);
        if (row == null) {
            // Gone already: it was loaded for that.
            states.putIfAbsent(new RecordKey(collection.name(), entity.getSyncId()), entity.getSync());
            return;
        }
        if (!row.getSyncId().equals(entity.getSyncId())) {
            entity.setSyncId(row.getSyncId());
        }
        entity.restoreSync(row.getSync());
    }

    /** Scope and number of a record before this transaction wrote it; null if it had no row, or has not been written. */
    SyncState state(RecordKey key) {
        return states.get(key);
    }
}
