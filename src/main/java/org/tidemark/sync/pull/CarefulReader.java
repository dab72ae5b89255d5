package org.tidemark.sync.pull;

import jakarta.json.JsonValue;
import jakarta.persistence.EntityManager;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.tidemark.json.JsonWriter;
import org.tidemark.mapping.SyncCollection;
import org.tidemark.mapping.field.PullProjection;
import org.tidemark.mapping.field.SyncField;
import org.tidemark.sync.clock.UnreadableRecords;
import org.tidemark.sync.retry.UnreadableException;

/**
 * Reads records so that those that cannot be read are left out, and named in the log: first which ones there are, then
 * ever fewer of them at once where that fails. In no transaction, since the first failure would end it.
 */
final class CarefulReader extends RecordReader {

    private final UnreadableRecords unreadable;

    CarefulReader(EntityManager em, UnreadableRecords unreadable) {
        super(em);
        this.unreadable = unreadable;
    }

    @Override
    Records changed(SyncCollection collection, String scope, long after, int limit) {
        return new Reading(collection, scope, Integer.MAX_VALUE)
                .ofKeys(PullProjection.rows(
                        collection.rows().changedKeys(em, scope, after).setMaxResults(limit)));
    }

    @Override
    Records held(SyncCollection collection, String scope, List<UUID> ids, int enough) {
        return new Reading(collection, scope, enough).of(ids);
    }

    /** One page's part of a collection. */
    private final class Reading {

        private final SyncCollection collection;
        private final String scope;
        private final int enough;
        private final Map<UUID, Object[]> found = new LinkedHashMap<>();
        private final Map<UUID, UnreadableException> failed = new LinkedHashMap<>();
        private final Map<SyncField, Map<UUID, JsonValue>> elements = new HashMap<>();

        /** @param enough it ends when so many have failed */
        Reading(SyncCollection collection, String scope, int enough) {
            this.collection = collection;
            this.scope = scope;
            this.enough = enough;
        }

        /** @param keys ids and versions. What has another version by now comes again later, or has left. */
        Records ofKeys(List<Object[]> keys) {
            read(keys.stream().map(key -> (UUID) key[0]).toList());
            unreadable.leaveOut(em, collection, failed);
            List<Object[]> rows = new ArrayList<>();
            for (Object[] key : keys) {
                Object[] row = found.get((UUID) key[0]);
                rows.add(row != null && row[1].equals(key[1]) ? row : new Object[] {key[0], key[1]});
            }
            return new Records(collection, rows, elements, failed.keySet());
        }

        Records of(List<UUID> ids) {
            int come = read(ids);
            unreadable.leaveOut(em, collection, failed);
            return new Records(collection, List.copyOf(found.values()), elements, failed.keySet())
                    .of(ids.subList(0, come));
        }

        /** Returns how many it has come to. */
        private int read(List<UUID> ids) {
            if (ids.isEmpty()) {
                return 0;
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
                return ids.size();
            } catch (UnreadableException e) {
                if (ids.size() == 1) {
                    failed.put(ids.get(0), e);
                    return 1;
                }
                int middle = ids.size() / 2;
                int come = read(ids.subList(0, middle));
                return failed.size() >= enough ? come : come + read(ids.subList(middle, ids.size()));
            }
        }
    }
}
