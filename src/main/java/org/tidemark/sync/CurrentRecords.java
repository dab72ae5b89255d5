package org.tidemark.sync;

import jakarta.persistence.EntityManager;
import java.util.List;
import java.util.Optional;
import org.tidemark.mapping.CollectionRegistry;
import org.tidemark.mapping.SyncCollection;
import org.tidemark.protocol.Conflict.Side;
import org.tidemark.protocol.RecordKey;
import org.tidemark.spi.SyncState;
import org.tidemark.spi.Synchronisable;
import org.tidemark.sync.clock.Fresh;
import org.tidemark.sync.retry.UnreadableException;
import org.tidemark.sync.state.Tombstone;

/** Records as they are now, read without a lock. */
public final class CurrentRecords {

    private final EntityManager em;
    private final CollectionRegistry registry;

    public CurrentRecords(EntityManager em, CollectionRegistry registry) {
        this.em = em;
        this.registry = registry;
    }

    /** @throws UnreadableException if the record is there, and cannot be read */
    public Optional<CurrentRecord> of(RecordKey key) {
        SyncCollection collection = registry.find(key.collection()).orElse(null);
        if (collection == null) {
            return Optional.empty();
        }
        try {
            return of(key, collection);
        } catch (Throwable e) {
            throw UnreadableException.of(collection, List.of(key.id()), e);
        }
    }

    private Optional<CurrentRecord> of(RecordKey key, SyncCollection collection) {
        List<Synchronisable> found = Fresh.of(
                        em.createQuery(collection.queries().byIds(), Synchronisable.class))
                .setParameter("ids", List.of(key.id()))
                .getResultList();
        if (!found.isEmpty()) {
            SyncState state = found.get(0).getSync();
            var side = new Side(
                    state.getVersion(),
                    state.getModifiedAt(),
                    state.getModifiedBy(),
                    false,
                    collection.read(found.get(0)));
            return Optional.of(new CurrentRecord(state.getScope(), side));
        }
        return em
                .createQuery(
                        "select t from Tombstone t where t.collection = :collection and t.record = :id and t.deleted = true",
                        Tombstone.class)
                .setParameter("collection", key.collection())
                .setParameter("id", key.id())
                .getResultList()
                .stream()
                .findFirst()
                .map(t -> new CurrentRecord(t.scope(), new Side(t.version(), t.leftAt(), t.leftBy(), true, null)));
    }
}
