package org.tidemark.client;

import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;

/**
 * What one push carries, while it is written (P50 to P56, P90 to P93). It names each record at most once. The server
 * takes as many changes and resolutions as the description's {@code limits.changes} says. Not threadsafe.
 */
public final class ChangeSet {

    private final Map<String, Map<String, JsonArrayBuilder>> byCollection = new LinkedHashMap<>();
    private final JsonArrayBuilder resolutions = Http.JSON.createArrayBuilder();
    private String group;

    /** Each change that follows belongs to this group, applied together or not at all; null for none. */
    public ChangeSet group(String name) {
        group = name;
        return this;
    }

    /** A new record, whose id the caller makes: {@code UUID.randomUUID()}. */
    public ChangeSet add(String collection, UUID id, JsonObject fields) {
        return put(collection, "added", change(id, 0).add("fields", fields));
    }

    /**
     * A record that was deleted, and is to be there again.
     *
     * @param deletion the version of the deletion that this takes back
     */
    public ChangeSet bringBack(String collection, UUID id, long deletion, JsonObject fields) {
        return put(collection, "added", change(id, deletion).add("fields", fields));
    }

    /**
     * An edit.
     *
     * @param version that it started from
     * @param fields all writable fields that are known; one that is absent stays as it is
     * @param base of the fields that were changed, the values at that version
     */
    public ChangeSet modify(String collection, UUID id, long version, JsonObject fields, JsonObject base) {
        return put(
                collection,
                "modified",
                change(id, version).add("fields", fields).add("base", base));
    }

    /** @param version that the deletion started from */
    public ChangeSet delete(String collection, UUID id, long version) {
        return put(collection, "deleted", change(id, version));
    }

    /**
     * Ends a conflict. {@link Outcome#CLIENT} and {@link Outcome#MERGED} come with a change of the record, based on the
     * version of the conflict's server side.
     */
    public ChangeSet resolve(UUID conflict, Outcome outcome) {
        resolutions.add(Http.JSON
                .createObjectBuilder()
                .add("conflict", conflict.toString())
                .add("outcome", outcome.wire()));
        return this;
    }

    private JsonObjectBuilder change(UUID id, long version) {
        JsonObjectBuilder change = Http.JSON.createObjectBuilder().add("id", id.toString());
        if (version != 0) {
            change.add("version", version);
        }
        return group == null ? change : change.add("group", group);
    }

    private ChangeSet put(String collection, String kind, JsonObjectBuilder change) {
        byCollection
                .computeIfAbsent(collection, name -> new LinkedHashMap<>())
                .computeIfAbsent(kind, name -> Http.JSON.createArrayBuilder())
                .add(change);
        return this;
    }

    /** As it travels. Ends the writing. */
    JsonObject toJson(long number) {
        JsonObjectBuilder changes = Http.JSON.createObjectBuilder();
        byCollection.forEach((collection, kinds) -> {
            JsonObjectBuilder lists = Http.JSON.createObjectBuilder();
            kinds.forEach(lists::add);
            changes.add(collection, lists);
        });
        return Http.JSON
                .createObjectBuilder()
                .add("number", number)
                .add("changes", changes)
                .add("resolutions", resolutions)
                .build();
    }
}
