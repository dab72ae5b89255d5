package org.tidemark.sync;

import jakarta.json.JsonObject;
import jakarta.persistence.EntityManager;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.tidemark.memory.Allowance;
import org.tidemark.protocol.PullResult;
import org.tidemark.protocol.SyncAnswer;
import org.tidemark.spi.SyncState;
import org.tidemark.spi.Synchronisable;
import org.tidemark.sync.access.CallerRights;
import org.tidemark.sync.clock.UnreadableRecords;
import org.tidemark.sync.pull.LeftOut;
import org.tidemark.sync.pull.PullCursor;
import org.tidemark.sync.pull.PullPass;
import org.tidemark.sync.pull.PullState;
import org.tidemark.sync.pull.RangeCache;
import org.tidemark.sync.retry.UnreadableException;

/** Pulls of an {@link Estate}, as a replica would read its records. */
final class EstateReader {

    private final Estate estate;
    private final RangeCache ranges = new RangeCache();
    private final UnreadableRecords unreadable = new UnreadableRecords();

    EstateReader(Estate estate) {
        this.estate = estate;
    }

    /** All records of a collection, by id, as a replica with nothing would get them. */
    Map<String, JsonObject> pull(String collection) {
        return pull(collection, Set.copyOf(estate.scopes), PullCursor.start(UUID.randomUUID(), "alice"), 1000);
    }

    /** A record as a pass that has come just before it would get it, or null: other collections are not asked. */
    JsonObject pull(String collection, UUID id) {
        List<SyncState> found = estate.inTransaction(
                em -> em.createQuery(estate.registry.get(collection).queries().byIds(), Synchronisable.class)
                        .setParameter("ids", List.of(id))
                        .getResultStream()
                        .map(Synchronisable::getSync)
                        .toList());
        if (found.isEmpty()) {
            return null;
        }
        String scope = found.get(0).getScope();
        long version = found.get(0).getVersion();
        // Without an end: it may have changed since.
        var pass =
                new PullCursor.Pass(Map.of(scope, Long.MAX_VALUE), Set.of(), 0, collection + "/" + scope, version - 1);
        var cursor = new PullCursor(UUID.randomUUID(), "alice", Map.of(scope, 0L), 0, LeftOut.nothing(), 0, pass);
        return pull(collection, Set.of(scope), cursor, 1).get(id.toString());
    }

    private Map<String, JsonObject> pull(String collection, Set<String> readable, PullCursor cursor, int page) {
        CallerRights rights = estate.rights(caller -> readable);
        var replica = new PullState(UUID.randomUUID(), null, null, UUID.randomUUID(), 0, 0);
        PullResult result = page(rights, ranges, replica, cursor, page);
        Map<String, JsonObject> records = new LinkedHashMap<>();
        byte[] answer = new SyncAnswer(Instant.now(), UUID.randomUUID(), null, result)
                .toJson()
                .toByteArray();
        JsonObject pull =
                Estate.json(new String(answer, StandardCharsets.UTF_8)).getJsonObject("pull");
        for (JsonObject scope : pull.getJsonArray("scopes").getValuesAs(JsonObject.class)) {
            JsonObject changes = scope.getJsonObject("changes").getJsonObject(collection);
            if (changes != null) {
                changes.getJsonArray("upserted")
                        .getValuesAs(JsonObject.class)
                        .forEach(record -> records.put(record.getString("id"), record));
            }
        }
        return records;
    }

    /** As the exchange does it: what cannot be read is left out. */
    PullResult page(CallerRights rights, RangeCache kept, PullState replica, PullCursor cursor, int page) {
        try {
            return estate.inTransaction(em ->
                    new PullPass(em, estate.registry, rights, kept, Allowance.UNBOUNDED).page(replica, cursor, page));
        } catch (UnreadableException e) {
            EntityManager em = estate.open();
            try {
                return new PullPass(em, estate.registry, rights, kept, Allowance.UNBOUNDED)
                        .leavingOut(unreadable)
                        .page(replica, cursor, page);
            } finally {
                em.close();
            }
        }
    }
}
