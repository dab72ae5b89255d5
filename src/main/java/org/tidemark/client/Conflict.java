package org.tidemark.client;

import jakarta.json.JsonObject;
import jakarta.json.JsonString;
import java.util.List;
import java.util.UUID;

/**
 * Two edits of one record that did not know of each other (P70 to P73).
 *
 * @param kind {@code added-added}, {@code modified-modified}, {@code modified-deleted} or {@code deleted-modified}
 * @param disputed the fields that both sides changed to different values; may be empty
 * @param base what both started from; null for {@code added-added}
 * @param json all of it, with {@code status}, {@code resolvedBy} and so on where it comes from the desk
 */
public record Conflict(
        UUID id,
        String collection,
        UUID record,
        String kind,
        List<String> disputed,
        Side base,
        Side client,
        Side server,
        JsonObject json) {

    /**
     * The record as one side has it.
     *
     * @param version 0 where the side has none
     * @param fields null where the side is deleted or not known
     */
    public record Side(boolean deleted, long version, JsonObject fields) {

        static Side of(JsonObject json) {
            return json == null
                    ? null
                    : new Side(
                            json.getBoolean("deleted", false),
                            json.containsKey("version")
                                    ? json.getJsonNumber("version").longValueExact()
                                    : 0,
                            json.getJsonObject("fields"));
        }
    }

    static Conflict of(JsonObject json) {
        return new Conflict(
                UUID.fromString(json.getString("id")),
                json.getString("collection"),
                UUID.fromString(json.getString("record")),
                json.getString("kind"),
                json.getJsonArray("disputed").getValuesAs(JsonString::getString),
                Side.of(json.getJsonObject("base")),
                Side.of(json.getJsonObject("client")),
                Side.of(json.getJsonObject("server")),
                json);
    }
}
