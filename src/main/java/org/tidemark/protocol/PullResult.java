package org.tidemark.protocol;

import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.function.Consumer;
import org.tidemark.json.GzipChunk;
import org.tidemark.json.JsonWriter;

/**
 * A page of what changed in the caller's scopes.
 *
 * @param seen at the end of a pass: of the scopes that had news, the clock up to which the pass has brought everything
 */
public record PullResult(
        String cursor, boolean more, List<Scope> scopes, List<Settled> settled, Map<String, Long> seen) {

    /** The same with a cursor that the client can send back. */
    public PullResult withCursor(String sealed) {
        return new PullResult(sealed, more, scopes, settled, seen);
    }

    /**
     * A conflict of the replica's user that somebody else has closed.
     *
     * @param outcome of the resolution, or {@code superseded}: another conflict of the record took its place
     */
    public record Settled(UUID conflict, String outcome, String by, Instant at) {

        void write(JsonWriter json) {
            json.object().name("conflict").value(conflict.toString());
            json.name("outcome").value(outcome);
            json.name("by").value(by).name("at").value(at.toString()).endObject();
        }
    }

    /** What changed in one scope. Filled while a page is read; not threadsafe. */
    public static final class Scope {

        private final String name;
        private boolean reset;
        private boolean dropped;
        private int upsertedCount;
        private final Map<String, JsonWriter> upserted = new LinkedHashMap<>();
        private final Map<String, List<UUID>> removed = new LinkedHashMap<>();

        public Scope(String name) {
            this.name = name;
        }

        /** What follows replaces all that the replica has of this scope. */
        public void reset() {
            reset = true;
        }

        /** The caller may no longer read this scope. */
        public void dropped() {
            dropped = true;
        }

        /** A record as it is now: as text, since a page of them as objects would be several times as large. */
        public void upserted(String collection, Consumer<JsonWriter> record) {
            record.accept(upserted.computeIfAbsent(collection, c -> new JsonWriter()));
            upsertedCount++;
        }

        /**
         * Records as they are now, packed: {@code count} of them, one after the other as {@link JsonWriter} parts them.
         */
        public void upserted(String collection, GzipChunk records, int count) {
            upserted.computeIfAbsent(collection, c -> new JsonWriter()).all(records);
            upsertedCount += count;
        }

        /** Records as they are now, as text: {@code count} of them. */
        public void upserted(String collection, JsonWriter records, int count) {
            upserted.computeIfAbsent(collection, c -> new JsonWriter()).all(records);
            upsertedCount += count;
        }

        public void removed(String collection, UUID id) {
            removed.computeIfAbsent(collection, c -> new ArrayList<>()).add(id);
        }

        /** About how many bytes its records have by now. */
        public long size() {
            return upserted.values().stream().mapToLong(JsonWriter::size).sum();
        }

        int upsertedCount() {
            return upsertedCount;
        }

        int removedCount() {
            return removed.values().stream().mapToInt(List::size).sum();
        }

        void write(JsonWriter json) {
            json.object().name("scope").value(name);
            if (dropped) {
                json.name("dropped").value(true).endObject();
                return;
            }
            if (reset) {
                json.name("reset").value(true);
            }
            json.name("changes").object();
            Set<String> collections = new LinkedHashSet<>(upserted.keySet());
            collections.addAll(removed.keySet());
            collections.forEach(collection -> writeChanges(collection, json.name(collection)));
            json.endObject().endObject();
        }

        private void writeChanges(String collection, JsonWriter json) {
            json.object();
            if (upserted.containsKey(collection)) {
                json.name("upserted").array().all(upserted.get(collection)).endArray();
            }
            if (removed.containsKey(collection)) {
                json.name("removed").array();
                removed.get(collection).forEach(id -> json.value(id.toString()));
                json.endArray();
            }
            json.endObject();
        }
    }

    public int upsertedCount() {
        return scopes.stream().mapToInt(Scope::upsertedCount).sum();
    }

    public int removedCount() {
        return scopes.stream().mapToInt(Scope::removedCount).sum();
    }

    /** Numbers only, for a log. */
    public String summary() {
        return "upserted=" + upsertedCount() + " removed=" + removedCount() + " settled=" + settled.size() + " more="
                + more;
    }

    void write(JsonWriter json) {
        json.object().name("cursor").value(cursor).name("more").value(more);
        json.name("scopes").array();
        scopes.forEach(scope -> scope.write(json));
        json.endArray().name("settled").array();
        settled.forEach(one -> one.write(json));
        json.endArray();
        if (!seen.isEmpty()) {
            json.name("seen").object();
            seen.forEach((scope, clock) -> json.name(scope).value(clock));
            json.endObject();
        }
        json.endObject();
    }
}
