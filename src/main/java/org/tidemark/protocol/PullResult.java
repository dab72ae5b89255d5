package org.tidemark.protocol;

import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import jakarta.json.JsonValue;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** A page of what changed in the caller's scopes. */
public record PullResult(String cursor, boolean more, List<Scope> scopes, List<Settled> settled) {

    /** A record as it is now. */
    public record Upserted(
            UUID id, long version, Instant modifiedAt, String modifiedBy, Map<String, JsonValue> fields) {

        JsonObjectBuilder toJson() {
            JsonObjectBuilder values = Json.createObjectBuilder();
            fields.forEach(values::add);
            return Json.createObjectBuilder()
                    .add("id", id.toString())
                    .add("version", version)
                    .add("modifiedAt", modifiedAt.toString())
                    .add("modifiedBy", modifiedBy)
                    .add("fields", values);
        }
    }

    /** A conflict of the replica that somebody else has resolved. */
    public record Settled(UUID conflict, Resolution.Outcome outcome, String by, Instant at) {

        JsonObjectBuilder toJson() {
            return Json.createObjectBuilder()
                    .add("conflict", conflict.toString())
                    .add("outcome", outcome.name().toLowerCase(java.util.Locale.ROOT))
                    .add("by", by)
                    .add("at", at.toString());
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

        JsonObject toJson() {
            JsonObjectBuilder json = Json.createObjectBuilder().add("scope", name);
            if (dropped) {
                return json.add("dropped", true).build();
            }
            if (reset) {
                json.add("reset", true);
            }
            Map<String, JsonObjectBuilder> changes = new LinkedHashMap<>();
            upserted.forEach((collection, records) -> {
                JsonArrayBuilder list = Json.createArrayBuilder();
                records.forEach(record -> list.add(record.toJson()));
                collection(changes, collection).add("upserted", list);
            });
            removed.forEach((collection, ids) -> {
                JsonArrayBuilder list = Json.createArrayBuilder();
                ids.forEach(id -> list.add(id.toString()));
                collection(changes, collection).add("removed", list);
            });
            JsonObjectBuilder all = Json.createObjectBuilder();
            changes.forEach(all::add);
            return json.add("changes", all).build();
        }

        private static JsonObjectBuilder collection(Map<String, JsonObjectBuilder> changes, String name) {
            return changes.computeIfAbsent(name, n -> Json.createObjectBuilder());
        }
    }

    /** Numbers only, for a log. */
    public String summary() {
        return "upserted=" + scopes.stream().mapToInt(Scope::upsertedCount).sum() + " removed="
                + scopes.stream().mapToInt(Scope::removedCount).sum() + " settled=" + settled.size() + " more=" + more;
    }

    public JsonObject toJson() {
        JsonArrayBuilder scopeList = Json.createArrayBuilder();
        scopes.forEach(scope -> scopeList.add(scope.toJson()));
        JsonArrayBuilder settledList = Json.createArrayBuilder();
        settled.forEach(one -> settledList.add(one.toJson()));
        return Json.createObjectBuilder()
                .add("cursor", cursor)
                .add("more", more)
                .add("scopes", scopeList)
                .add("settled", settledList)
                .build();
    }
}
