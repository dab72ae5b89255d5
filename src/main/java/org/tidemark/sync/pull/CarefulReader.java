package org.tidemark.sync.pull;

import jakarta.json.JsonValue;
import jakarta.persistence.EntityManager;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.tidemark.json.JsonWriter;
import org.tidemark.mapping.SyncCollection;
import org.tidemark.mapping.field.PullProjection;
import org.tidemark.mapping.field.SyncField;
import org.tidemark.protocol.RecordKey;
import org.tidemark.sync.clock.UnreadableRecords;
import org.tidemark.sync.retry.UnreadableException;

/**
 * Reads records so that those that cannot be read are left out, and named in the log: first which ones there are, then ever fewer of them at once
 * where that fails. In no transaction, since the first failure would end it.
 */
final class CarefulReader extends RecordReader {

    private final UnreadableRecords unreadable;

    CarefulReader(EntityManager em, UnreadableRecords unreadable) {
        super(em);
        this.unreadable = unreadable;
    }

    @Override
    Records changed(SyncCollection collection, String scope, long after, int limit) {
        return new Reading(collection, scope)
                .ofKeys(PullProjection.rows(
                        collection.rows().changedKeys(em, scope, after).setMaxResults(limit)));
    }

    @Override
    Records held(SyncCollection collection, String scope, List<UUID> ids) {
        return new Reading(collection, scope).of(ids);
    }

    /** One page's part of a collection. */
    private final class Reading {

        private final SyncCollection collection;
        private final String scope;
        private final Map<UUID, Object[]> found = new LinkedHashMap<>();
        private final Set<UUID> failed = new HashSet<>();
        private final Map<SyncField, Map<UUID, JsonValue>> elements = new HashMap<>();

        Reading(SyncCollection collection, String scope) {
            this.collection = collection;
            this.scope = scope;
        }

        /** @param keys ids and versions. What has another version by now comes again later, or has left. */
        Records ofKeys(List<Object[]> keys) {
            read(keys.stream().map(key -> (UUID) key[0]).toList());
            List<Object[]> rows = new ArrayList<>();
            for (Object[] key : keys) {
                Object[] row = found.get((UUID) key[0]);
                rows.add(row != null && row[1].equals(key[1]) ? row : new Object[] {key[0], key[1]});
            }
            return new Records(collection, rows, elements, failed);
        }

        Records of(List<UUID> ids) {
            read(ids);
            return new Records(collection, List.copyOf(found.values()), elements, failed).of(ids);
        }

        private void read(List<UUID> ids) {
            if (ids.isEmpty()) {
                return;
            }
            try {
                Records some = CarefulReader.super.held(collection, scope, ids);
                var nowhere = new JsonWriter();
                Map<UUID, Object[]> read = new HashMap<>();
                for (int i = 0; i < some.size(); i++) {
                    if (some.isThere(i)) {
                        some.write(i, nowhere);
                        read.put(some.id(i), some.rows().get(i));
                    }
                }
                found.putAll(read);
                some.elements().forEach((field, values) -> elements.computeIfAbsent(field, any -> new HashMap<>())
                        .putAll(values));
            } catch (UnreadableException e) {
                if (ids.size() == 1) {
                    unreadable.leaveOut(em, collection, new RecordKey(collection.name(), ids.get(0)), e);
                    failed.add(ids.get(0));
                    return;
                }
                read(ids.subList(0, ids.size() / 2));
                read(ids.subList(ids.size() / 2, ids.size()));
            }
        }
    }
}
