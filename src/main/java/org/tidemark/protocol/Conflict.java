package org.tidemark.protocol;

import jakarta.json.JsonObject;
import jakarta.json.JsonValue;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.tidemark.json.Json;

/**
 * Two edits of one record that did not know of each other.
 *
 * <p>See docs/protocol.md, P70 to P73.
 *
 * @param disputed the fields that both sides changed, to different values
 * @param base what both started from, or null where they had nothing in common
 */
public record Conflict(
        UUID id,
        RecordKey key,
        Kind kind,
        Instant detectedAt,
        List<String> disputed,
        Side base,
        Side client,
        Side server) {

    /** What the client did, and what had been done on the server. */
    public enum Kind {
        ADDED_ADDED("added-added"),
        MODIFIED_MODIFIED("modified-modified"),
        MODIFIED_DELETED("modified-deleted"),
        DELETED_MODIFIED("deleted-modified");

        private final String wire;

        Kind(String wire) {
            this.wire = wire;
        }

        @Override
        public String toString() {
            return wire;
        }
    }

    /**
     * The record as one side has it.
     *
     * @param version null where the side has none
     * @param fields null where they are not known, or the side is deleted
     */
    public record Side(
            Long version, Instant modifiedAt, String modifiedBy, boolean deleted, Map<String, JsonValue> fields) {

        long size() {
            return fields == null || deleted
                    ? 0
                    : fields.entrySet().stream()
                            .mapToLong(field -> field.getKey().length()
                                    + field.getValue().toString().length())
                            .sum();
        }

        public JsonObject toJson() {
            var json = Json.createObjectBuilder();
            if (deleted) {
                json.add("deleted", true);
            }
            if (version != null) {
                json.add("version", version);
            }
            if (modifiedAt != null) {
                json.add("modifiedAt", modifiedAt.toString());
            }
            if (modifiedBy != null) {
                json.add("modifiedBy", modifiedBy);
            }
            if (fields != null && !deleted) {
                json.add("fields", Json.createObjectBuilder(Map.<String, Object>copyOf(fields)));
            }
            return json.build();
        }
    }

    /** How many characters its sides have, more or less. */
    public long size() {
        return (base == null ? 0 : base.size()) + client.size() + server.size();
    }

    public JsonObject toJson() {
        var json = Json.createObjectBuilder()
                .add("id", id.toString())
                .add("collection", key.collection())
                .add("record", key.id().toString())
                .add("kind", kind.toString())
                .add("detectedAt", detectedAt.toString())
                .add("disputed", Json.createArrayBuilder(disputed));
        if (base != null) {
            json.add("base", base.toJson());
        }
        return json.add("client", client.toJson())
                .add("server", server.toJson())
                .build();
    }
}
