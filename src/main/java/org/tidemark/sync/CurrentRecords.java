package org.tidemark.sync;

import jakarta.persistence.EntityManager;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Collectors;
import org.tidemark.mapping.CollectionRegistry;
import org.tidemark.mapping.SyncCollection;
import org.tidemark.protocol.Conflict.Side;
import org.tidemark.protocol.RecordKey;
import org.tidemark.spi.SyncState;
import org.tidemark.spi.Synchronisable;
import org.tidemark.sync.clock.Fresh;
import org.tidemark.sync.retry.UnreadableException;
import org.tidemark.sync.state.Tombstone;

/** Records as they are now, read without a lock: one query for each collection, and one more for those deleted. */
public final class CurrentRecords {

    /** Ids in one query. */
    private static final int AT_ONCE = 500;

    private final EntityManager em;
    private final CollectionRegistry registry;

    public CurrentRecords(EntityManager em, CollectionRegistry registry) {
        this.em = em;
        this.registry = registry;
    }

    /** @throws UnreadableException if the record is there, and cannot be read */
    public Optional<CurrentRecord> of(RecordKey key) {
        return Optional.ofNullable(of(List.of(key)).get(key));
    }

    /**
     * Those of them that are there, or have left a trace.
     *
     * @throws UnreadableException if one is there, and cannot be read
     */
    public Map<RecordKey, CurrentRecord> of(Collection<RecordKey> keys) {
        Map<RecordKey, CurrentRecord> found = new HashMap<>();
        keys.stream()
                .collect(Collectors.groupingBy(
                        RecordKey::collection, Collectors.mapping(RecordKey::id, Collectors.toSet())))
                .forEach((name, ids) ->
                        registry.find(name).ifPresent(collection -> read(collection, List.copyOf(ids), found)));
        return found;
    }

    private void read(SyncCollection collection, List<UUID> ids, Map<RecordKey, CurrentRecord> found) {
        for (int from = 0; from < ids.size(); from += AT_ONCE) {
            List<UUID> some = ids.subList(from, Math.min(ids.size(), from + AT_ONCE));
            try {
                present(collection, some, found);
                deleted(collection, some, found);
            } catch (Throwable e) {
                throw UnreadableException.of(collection, some, e);
            }
        }
    }

    private void present(SyncCollection collection, List<UUID> ids, Map<RecordKey, CurrentRecord> found) {
        Fresh.of(em.createQuery(collection.queries().byIds(), Synchronisable.class))
                .setParameter("ids", ids)
                .getResultList()
                .forEach(record -> {
                    SyncState state = record.getSync();
                    var side = new Side(
                            state.getVersion(),
                            state.getModifiedAt(),
                            state.getModifiedBy(),
                            false,
                            collection.read(record));
                    found.put(
                            new RecordKey(collection.name(), record.getSyncId()),
                            new CurrentRecord(state.getScope(), side));
                });
    }

    private void deleted(SyncCollection collection, List<UUID> ids, Map<RecordKey, CurrentRecord> found) {
        List<UUID> missing = ids.stream()
                .filter(id -> !found.containsKey(new RecordKey(collection.name(), id)))
                .toList();
        if (!missing.isEmpty()) {
            em.createQuery(
                            "select t from Tombstone t where t.collection = :collection and t.record in :ids"
                                    + " and t.deleted = true",
                            Tombstone.class)
                    .setParameter("collection", collection.name())
                    .setParameter("ids", missing)
                    .getResultList()
                    .forEach(t -> found.putIfAbsent(
                            t.key(),
                            new CurrentRecord(t.scope(), new Side(t.version(), t.leftAt(), t.leftBy(), true, null))));
        }
    }
}
