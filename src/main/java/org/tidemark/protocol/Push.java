package org.tidemark.protocol;

import jakarta.json.JsonObject;
import jakarta.json.JsonValue;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.tidemark.json.JsonDigest;

/**
 * A numbered change set of a replica.
 *
 * <p>See docs/protocol.md, P40 to P56.
 *
 * @param digest tells this body from another one under the same number
 */
public record Push(long number, String digest, List<Change> changes, List<Resolution> resolutions) {

    /** Names travel back with each change: longer ones than a collection can have are refused, once. */
    private static final int LONGEST_NAME = 100;

    private static final int LONGEST_GROUP = 200;

    static Push read(JsonObject json, String pointer, int maxChanges) {
        var members = new MessageReader(json, pointer);
        long number = members.positive("number", MessageReader.MAX_SAFE_INTEGER);
        List<Change> changes = changes(members.objectOrEmpty("changes"), members.at("changes"));
        List<Resolution> resolutions = resolutions(members.arrayOrEmpty("resolutions"), members.at("resolutions"));
        members.end();
        if (changes.size() + resolutions.size() > maxChanges) {
            throw Refusal.tooLarge(maxChanges, "a push holds at most " + maxChanges + " changes and resolutions");
        }
        return new Push(number, JsonDigest.of(json), changes, resolutions);
    }

    private static List<Change> changes(JsonObject collections, String pointer) {
        List<Change> changes = new ArrayList<>();
        Set<RecordKey> named = new HashSet<>();
        var byCollection = new MessageReader(collections, pointer);
        for (String collection : byCollection.names()) {
            if (collection.length() > LONGEST_NAME) {
                throw Refusal.malformed(
                        byCollection.at(collection), "a collection's name has at most " + LONGEST_NAME + " characters");
            }
            String at = byCollection.at(collection);
            var kinds = MessageReader.of(collections.get(collection), at);
            for (String kind : List.of("added", "modified", "deleted")) {
                String list = kinds.at(kind) + "/";
                int index = 0;
                for (JsonValue value : kinds.arrayOrEmpty(kind)) {
                    String place = list + index++;
                    Change change = change(kind, collection, MessageReader.of(value, place));
                    if (!named.add(change.key())) {
                        throw Refusal.malformed(place + "/id", "a push names a record once");
                    }
                    changes.add(change);
                }
            }
            kinds.end();
        }
        return changes;
    }

    private static Change change(String kind, String collection, MessageReader members) {
        var key = new RecordKey(collection, members.uuid("id"));
        String group = members.optionalString("group");
        if (group != null && group.length() > LONGEST_GROUP) {
            throw Refusal.malformed(members.at("group"), "a group's name has at most " + LONGEST_GROUP + " characters");
        }
        Change change =
                switch (kind) {
                    case "added" ->
                        new Change.Added(
                                key,
                                members.optional("version") == null ? 0 : version(members),
                                members.object("fields"),
                                group);
                    case "modified" ->
                        new Change.Modified(
                                key, version(members), members.object("fields"), members.objectOrEmpty("base"), group);
                    default -> new Change.Deleted(key, version(members), group);
                };
        members.end();
        return change;
    }

    private static long version(MessageReader members) {
        return members.positive("version", MessageReader.MAX_SAFE_INTEGER);
    }

    private static List<Resolution> resolutions(Iterable<JsonValue> values, String pointer) {
        List<Resolution> resolutions = new ArrayList<>();
        for (JsonValue value : values) {
            var members = MessageReader.of(value, pointer + "/" + resolutions.size());
            resolutions.add(
                    new Resolution(members.uuid("conflict"), members.oneOf("outcome", Resolution.Outcome.class)));
            members.end();
        }
        return resolutions;
    }
}
