package org.tidemark.sync.pull;

import jakarta.persistence.EntityManager;
import jakarta.persistence.Query;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.tidemark.mapping.SyncCollection;
import org.tidemark.mapping.field.PullProjection;
import org.tidemark.sync.retry.UnreadableException;

/** Reads records for a page: many at once, of which one that cannot be read keeps all. */
class RecordReader {

    final EntityManager em;

    RecordReader(EntityManager em) {
        this.em = em;
    }

    /** The first of those in a scope above a version. */
    Records changed(SyncCollection collection, String scope, long after, int limit) {
        return read(collection, collection.rows().changed(em, scope, after).setMaxResults(limit));
    }

    /** Those in a scope above a version, up to another one. */
    Records inRange(SyncCollection collection, String scope, long after, long upTo) {
        return read(collection, collection.rows().inRange(em, scope, after, upTo));
    }

    /**
     * Those that have the ids, in their order. What is not in the scope is not there.
     *
     * @param enough ends behind the first so many that cannot be read
     */
    Records held(SyncCollection collection, String scope, List<UUID> ids, int enough) {
        return held(collection, scope, ids);
    }

    final Records held(SyncCollection collection, String scope, List<UUID> ids) {
        return read(collection, collection.rows().held(em, scope, ids)).of(ids);
    }

    /** The scopes of those of the records that are there. Whatever their fields hold, that can be read. */
    final Map<UUID, String> scopes(SyncCollection collection, List<UUID> ids) {
        Map<UUID, String> scopes = new HashMap<>();
        PullProjection.rows(collection.rows().scopes(em, ids))
                .forEach(row -> scopes.put((UUID) row[0], (String) row[1]));
        return scopes;
    }

    /** @throws UnreadableException if one of them cannot be read */
    final Records read(SyncCollection collection, Query query) {
        try {
            List<Object[]> rows = PullProjection.rows(query);
            return new Records(collection, rows, collection.rows().elements(em, rows), Set.of());
        } catch (Throwable e) {
            throw UnreadableException.of(collection, List.of(), e);
        }
    }
}
