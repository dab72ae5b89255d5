package org.tidemark.protocol;

import jakarta.json.JsonValue;
import jakarta.json.stream.JsonGenerator;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

/**
 * A page of what changed in the caller's scopes.
 *
 * @param seen at the end of a pass: of the scopes that had news, the clock up to which the pass has brought everything
 */
public record PullResult(
        String cursor, boolean more, List<Scope> scopes, List<Settled> settled, Map<String, Long> seen) {

    /** A record as it is now. */
    public record Upserted(
            UUID id, long version, Instant modifiedAt, String modifiedBy, Map<String, JsonValue> fields) {

        void write(JsonGenerator json) {
            json.writeStartObject()
                    .write("id", id.toString())
                    .write("version", version)
                    .write("modifiedAt", modifiedAt.toString())
                    .write("modifiedBy", modifiedBy)
                    .writeStartObject("fields");
            fields.forEach(json::write);
            json.writeEnd().writeEnd();
        }
    }

    /** A conflict of the replica that somebody else has resolved. */
    public record Settled(UUID conflict, Resolution.Outcome outcome, String by, Instant at) {

        void write(JsonGenerator json) {
            json.writeStartObject()
                    .write("conflict", conflict.toString())
                    .write("outcome", outcome.name().toLowerCase(java.util.Locale.ROOT))
                    .write("by", by)
                    .write("at", at.toString())
                    .writeEnd();
        }
    }

    /** What changed in one scope. Filled while a page is read; not threadsafe. */
    public static final class Scope {

        private final String name;
        private boolean reset;
        private boolean dropped;
        private final Map<String, List<Upserted>> upserted = new LinkedHashMap<>();
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

        public void upserted(String collection, Upserted record) {
            upserted.computeIfAbsent(collection, c -> new ArrayList<>()).add(record);
        }

        public void removed(String collection, UUID id) {
            removed.computeIfAbsent(collection, c -> new ArrayList<>()).add(id);
        }

        int upsertedCount() {
            return upserted.values().stream().mapToInt(List::size).sum();
        }

        int removedCount() {
            return removed.values().stream().mapToInt(List::size).sum();
        }

        void write(JsonGenerator json) {
            json.writeStartObject().write("scope", name);
            if (dropped) {
                json.write("dropped", true).writeEnd();
                return;
            }
            if (reset) {
                json.write("reset", true);
            }
            json.writeStartObject("changes");
            Set<String> collections = new LinkedHashSet<>(upserted.keySet());
            collections.addAll(removed.keySet());
            collections.forEach(collection -> writeChanges(collection, json));
            json.writeEnd().writeEnd();
        }

        private void writeChanges(String collection, JsonGenerator json) {
            json.writeStartObject(collection);
            if (upserted.containsKey(collection)) {
                json.writeStartArray("upserted");
                upserted.get(collection).forEach(record -> record.write(json));
                json.writeEnd();
            }
            if (removed.containsKey(collection)) {
                json.writeStartArray("removed");
                removed.get(collection).forEach(id -> json.write(id.toString()));
                json.writeEnd();
            }
            json.writeEnd();
        }
    }

    /** Numbers only, for a log. */
    public String summary() {
        return "upserted=" + scopes.stream().mapToInt(Scope::upsertedCount).sum() + " removed="
                + scopes.stream().mapToInt(Scope::removedCount).sum() + " settled=" + settled.size() + " more=" + more;
    }

    void write(String name, JsonGenerator json) {
        json.writeStartObject(name).write("cursor", cursor).write("more", more).writeStartArray("scopes");
        scopes.forEach(scope -> scope.write(json));
        json.writeEnd().writeStartArray("settled");
        settled.forEach(one -> one.write(json));
        json.writeEnd();
        if (!seen.isEmpty()) {
            json.writeStartObject("seen");
            seen.forEach(json::write);
            json.writeEnd();
        }
        json.writeEnd();
    }
}
