package org.tidemark.sync.clock;

import jakarta.persistence.EntityManager;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.tidemark.mapping.SyncCollection;
import org.tidemark.protocol.RecordKey;
import org.tidemark.sync.state.Tombstone;

/** What records have left behind: where they were deleted, and the scopes that they left. */
final class Traces {

    private final EntityManager em;
    private final Map<RecordKey, Tombstone> deletions = new HashMap<>();
    private final Map<RecordKey, List<Tombstone>> all = new HashMap<>();

    Traces(EntityManager em) {
        this.em = em;
    }

    void read(SyncCollection collection, Collection<UUID> ids) {
        em.createQuery(
                        "select t from Tombstone t where t.collection = :collection and t.record in :ids",
                        Tombstone.class)
                .setParameter("collection", collection.name())
                .setParameter("ids", List.copyOf(ids))
                .getResultList()
                .forEach(trace -> {
                    all.computeIfAbsent(trace.key(), key -> new ArrayList<>()).add(trace);
                    if (trace.isDeletion()) {
                        deletions.put(trace.key(), trace);
                    }
                });
    }

    void addAll(Traces more) {
        deletions.putAll(more.deletions);
        all.putAll(more.all);
    }

    boolean isRead(RecordKey key) {
        return all.containsKey(key);
    }

    List<Tombstone> of(RecordKey key) {
        return all.getOrDefault(key, List.of());
    }

    /** The tombstone of a record that is gone, or null. */
    Tombstone deletion(RecordKey key) {
        return deletions.get(key);
    }
}
