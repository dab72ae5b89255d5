package org.tidemark.client;

import jakarta.json.JsonObject;
import jakarta.json.JsonValue;
import java.util.UUID;

/**
 * Where a replica stands: to be kept durably, as {@link #toJson()}.
 *
 * @param number of its last push; 0 before the first
 * @param cursor where its last pull ended; null before the first
 * @param unanswered the push that was sent, or is to be sent, and has no answer yet; null for none
 */
public record ReplicaState(UUID id, long number, String cursor, JsonObject unanswered) {

    /** A replica that has neither pushed nor pulled. */
    public static ReplicaState fresh() {
        return new ReplicaState(UUID.randomUUID(), 0, null, null);
    }

    ReplicaState pushes(JsonObject push) {
        return new ReplicaState(id, number + 1, cursor, push);
    }

    ReplicaState answered() {
        return new ReplicaState(id, number, cursor, null);
    }

    ReplicaState pulledTo(String end) {
        return new ReplicaState(id, number, end, unanswered);
    }

    /** The same replica, which pulls everything anew: for who does not keep the records. */
    public ReplicaState fromTheStart() {
        return new ReplicaState(id, number, null, unanswered);
    }

    /**
     * After {@code replica-reset-required} or {@code replica-not-owned}: a new id, which pulls everything. A push
     * without an answer becomes its first one. If the server had applied it, it finds equal fields, and nothing is done
     * twice.
     */
    public ReplicaState anew() {
        return unanswered == null
                ? fresh()
                : new ReplicaState(
                        UUID.randomUUID(),
                        1,
                        null,
                        Http.JSON
                                .createObjectBuilder(unanswered)
                                .add("number", 1)
                                .build());
    }

    public JsonObject toJson() {
        var json = Http.JSON.createObjectBuilder().add("id", id.toString()).add("number", number);
        if (cursor != null) {
            json.add("cursor", cursor);
        }
        if (unanswered != null) {
            json.add("unanswered", unanswered);
        }
        return json.build();
    }

    /** Reads what {@link #toJson()} wrote. */
    public static ReplicaState of(JsonObject json) {
        JsonValue push = json.get("unanswered");
        return new ReplicaState(
                UUID.fromString(json.getString("id")),
                json.getJsonNumber("number").longValueExact(),
                json.getString("cursor", null),
                push == null ? null : push.asJsonObject());
    }
}
