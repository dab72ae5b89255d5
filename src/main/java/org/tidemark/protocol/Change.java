package org.tidemark.protocol;

import jakarta.json.JsonObject;

/**
 * What a replica did to one record since it last heard of it.
 *
 * <p>See docs/protocol.md, P50 to P56.
 */
public sealed interface Change {

    RecordKey key();

    /** The name of the changes that are applied together or not at all, or null. */
    String group();

    /** The values that the replica has for the record; empty for a delete. */
    default JsonObject fields() {
        return JsonObject.EMPTY_JSON_OBJECT;
    }

    /**
     * A record that the replica created.
     *
     * @param deletion the version of a deletion that the replica knows of, and takes back by this; 0 if it knows of
     *     none
     */
    record Added(RecordKey key, long deletion, JsonObject fields, String group) implements Change {}

    /**
     * A record that the replica changed.
     *
     * @param version the base version
     * @param base the values that the changed fields had at that version
     */
    record Modified(RecordKey key, long version, JsonObject fields, JsonObject base, String group) implements Change {}

    /**
     * A record that the replica deleted.
     *
     * @param version the base version
     */
    record Deleted(RecordKey key, long version, String group) implements Change {}
}
