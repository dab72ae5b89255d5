package org.tidemark.sync.clock;

import jakarta.persistence.EntityManager;
import jakarta.persistence.LockModeType;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Supplier;
import org.tidemark.mapping.SyncCollection;
import org.tidemark.protocol.RecordKey;
import org.tidemark.spi.SyncState;
import org.tidemark.spi.Synchronisable;

/**
 * The id, scope and number that the rows had before a transaction of the application wrote them, read from the rows
 * themselves under their locks. What the application's objects say counts for nothing: an object may have been kept
 * since before its last number, copied, or read from JSON, and {@code @Version} does not object, since numbers are
 * given past it.
 *
 * <p>They are read by an entity manager of their own in the same transaction: JPA calls while it writes, and its own
 * must not be asked then.
 */
public final class RowsBefore {

    private record Key(String collection, Object primaryKey) {}

    private final Supplier<EntityManager> readers;
    private final Map<Key, UUID> ids = new HashMap<>();
    private final Map<RecordKey, SyncState> states = new HashMap<>();
    private EntityManager reader;

    /** @param readers make entity managers that take part in the current transaction, and end with it */
    public RowsBefore(Supplier<EntityManager> readers) {
        this.readers = readers;
    }

    /** The rows with these primary keys, locked from now on, which are about to be written or have been. */
    public List<Synchronisable> read(SyncCollection collection, Collection<?> keys) {
        EntityManager em = reader();
        List<Synchronisable> found = Fresh.of(
                        em.createQuery(collection.queries().byKeys(), Synchronisable.class))
                .setParameter("keys", keys)
                .setLockMode(LockModeType.PESSIMISTIC_WRITE)
                .getResultList();
        em.clear();
        found.forEach(row -> states.putIfAbsent(new RecordKey(collection.name(), row.getSyncId()), row.getSync()));
        return found;
    }

    private EntityManager reader() {
        if (reader == null) {
            reader = readers.get();
        }
        return reader;
    }

    /** Has an object that JPA is about to write say what its row says, so that nothing older gets into the row. */
    public void restore(SyncCollection collection, Synchronisable entity) {
        UUID id = id(collection, entity);
        if (id == null) {
            // The row is gone already: the object was loaded for that.
            states.putIfAbsent(new RecordKey(collection.name(), entity.getSyncId()), entity.getSync());
            return;
        }
        if (!id.equals(entity.getSyncId())) {
            entity.setSyncId(id);
        }
        entity.restoreSync(state(new RecordKey(collection.name(), id)));
    }

    /** The id in the row of an entity, or null if there is none; read once for each, as it is locked from then on. */
    private UUID id(SyncCollection collection, Synchronisable entity) {
        Object key = reader().getEntityManagerFactory().getPersistenceUnitUtil().getIdentifier(entity);
        var known = new Key(collection.name(), key);
        if (!ids.containsKey(known)) {
            List<Synchronisable> found = read(collection, List.of(key));
            ids.put(known, found.isEmpty() ? null : found.get(0).getSyncId());
        }
        return ids.get(known);
    }

    /**
     * Scope and number of a record before this transaction wrote it; null if it had no row, or has not been written.
     */
    public SyncState state(RecordKey key) {
        return states.get(key);
    }
}
