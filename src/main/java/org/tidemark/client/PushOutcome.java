package org.tidemark.client;

import jakarta.json.JsonObject;
import java.util.List;
import java.util.UUID;

/**
 * What became of a push: each change is in exactly one of the lists (P60 to P81).
 *
 * @param repeated whether the server had answered this push before
 */
public record PushOutcome(
        long number, boolean repeated, List<Applied> applied, List<Conflict> conflicts, List<Rejected> rejected) {

    /**
     * A change that is in the database.
     *
     * @param merged whether the record is another one than was sent: the next pull brings it
     */
    public record Applied(String collection, UUID id, long version, boolean merged) {}

    /**
     * A change that was not applied, and cannot be as it is.
     *
     * @param reason as {@code invalid}: see the table of P81
     * @param json all of it, with {@code violations} where there are some
     */
    public record Rejected(String collection, UUID id, String reason, String detail, JsonObject json) {}

    static PushOutcome of(JsonObject json) {
        return new PushOutcome(
                json.getJsonNumber("number").longValueExact(),
                json.getBoolean("repeated"),
                json.getJsonArray("applied").getValuesAs(JsonObject.class).stream()
                        .map(one -> new Applied(
                                one.getString("collection"),
                                UUID.fromString(one.getString("id")),
                                one.getJsonNumber("version").longValueExact(),
                                one.getBoolean("merged", false)))
                        .toList(),
                json.getJsonArray("conflicts").getValuesAs(JsonObject.class).stream()
                        .map(Conflict::of)
                        .toList(),
                json.getJsonArray("rejected").getValuesAs(JsonObject.class).stream()
                        .map(one -> new Rejected(
                                one.getString("collection"),
                                UUID.fromString(one.getString("id")),
                                one.getString("reason"),
                                one.getString("detail"),
                                one))
                        .toList());
    }
}
