package org.tidemark.protocol;

import jakarta.json.JsonArray;
import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonObject;
import jakarta.json.JsonValue;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.tidemark.json.Json;

/**
 * What became of a push: every change is in exactly one of the three lists. It is stored as it is sent.
 *
 * <p>See docs/protocol.md, P42, P43 and P68.
 */
public record PushResult(long number, boolean repeated, JsonArray applied, JsonArray conflicts, JsonArray rejected) {

    /** What a conflict keeps of itself when its sides are cut. */
    private static final List<String> KEY = List.of("id", "collection", "record");

    /** The result of a push of which nothing has been decided yet. */
    public static PushResult of(long number) {
        JsonArray none = JsonValue.EMPTY_JSON_ARRAY;
        return new PushResult(number, false, none, none, none);
    }

    /**
     * A change that is in the database.
     *
     * @param merged whether the record is not what was sent, since others had changed it: the next pull brings it
     */
    public record Applied(RecordKey key, long version, boolean merged) {

        JsonObject toJson() {
            var json = Json.createObjectBuilder()
                    .add("collection", key.collection())
                    .add("id", key.id().toString())
                    .add("version", version);
            if (merged) {
                json.add("merged", true);
            }
            return json.build();
        }
    }

    /** The same result with more changes decided. */
    public PushResult plus(List<Applied> moreApplied, List<Conflict> moreConflicts, List<Rejection> moreRejected) {
        JsonArrayBuilder a = Json.createArrayBuilder(applied);
        moreApplied.forEach(one -> a.add(one.toJson()));
        JsonArrayBuilder c = Json.createArrayBuilder(conflicts);
        moreConflicts.forEach(one -> c.add(one.toJson()));
        JsonArrayBuilder r = Json.createArrayBuilder(rejected);
        moreRejected.forEach(one -> r.add(one.toJson()));
        return new PushResult(number, repeated, a.build(), c.build(), r.build());
    }

    /** The records whose changes are decided. */
    public Set<RecordKey> decided() {
        Set<RecordKey> keys = new HashSet<>();
        collect(applied, "id", keys);
        collect(conflicts, "record", keys);
        collect(rejected, "id", keys);
        return keys;
    }

    public boolean decidesAll(Push push) {
        return decided().size() == push.changes().size();
    }

    private static void collect(JsonArray entries, String id, Set<RecordKey> keys) {
        for (JsonObject entry : entries.getValuesAs(JsonObject.class)) {
            keys.add(new RecordKey(entry.getString("collection"), UUID.fromString(entry.getString(id))));
        }
    }

    /**
     * The same result, marked as given before.
     *
     * @param outOfSight the conflicts whose records the caller may no longer read: they are refused, and nothing of
     *     them is shown
     */
    public PushResult again(Set<UUID> outOfSight) {
        JsonArrayBuilder shown = Json.createArrayBuilder();
        JsonArrayBuilder refused = Json.createArrayBuilder(rejected);
        for (JsonObject conflict : conflicts.getValuesAs(JsonObject.class)) {
            if (outOfSight.contains(UUID.fromString(conflict.getString("id")))) {
                UUID record = UUID.fromString(conflict.getString("record"));
                var key = new RecordKey(conflict.getString("collection"), record);
                refused.add(Rejection.outsideScopes(key).toJson());
            } else {
                shown.add(conflict);
            }
        }
        return new PushResult(number, true, applied, shown.build(), refused.build());
    }

    /** The same result with the conflicts' keys alone. */
    public PushResult withoutSides() {
        JsonArrayBuilder keys = Json.createArrayBuilder();
        for (JsonObject conflict : conflicts.getValuesAs(JsonObject.class)) {
            var key = Json.createObjectBuilder();
            KEY.forEach(name -> key.add(name, conflict.get(name)));
            keys.add(key);
        }
        return new PushResult(number, repeated, applied, keys.build(), rejected);
    }

    /** Whether {@link #withoutSides} has cut it. */
    public boolean isWithoutSides() {
        return conflicts.getValuesAs(JsonObject.class).stream().anyMatch(one -> one.size() == KEY.size());
    }

    /**
     * The same result with these conflicts whole. A change whose conflict is not among them is not decided any more.
     */
    public PushResult withSides(Map<UUID, JsonObject> known) {
        JsonArrayBuilder whole = Json.createArrayBuilder();
        for (JsonObject conflict : conflicts.getValuesAs(JsonObject.class)) {
            JsonObject found = known.get(UUID.fromString(conflict.getString("id")));
            if (found != null) {
                whole.add(found);
            }
        }
        return new PushResult(number, repeated, applied, whole.build(), rejected);
    }

    /** The ids of the conflicts. */
    public Set<UUID> conflictIds() {
        Set<UUID> ids = new HashSet<>();
        conflicts.getValuesAs(JsonObject.class).forEach(one -> ids.add(UUID.fromString(one.getString("id"))));
        return ids;
    }

    /** Numbers only, for a log. */
    public String summary() {
        return "push=" + number + " repeated=" + repeated + " applied=" + applied.size() + " conflicts="
                + conflicts.size() + " rejected=" + rejected.size();
    }

    /** The same result, for whoever it was decided for, though its parts were read back on the way. */
    public PushResult first() {
        return new PushResult(number, false, applied, conflicts, rejected);
    }

    public JsonObject toJson() {
        return Json.createObjectBuilder()
                .add("number", number)
                .add("repeated", repeated)
                .add("applied", applied)
                .add("conflicts", conflicts)
                .add("rejected", rejected)
                .build();
    }

    /** Reads what {@link #toJson()} wrote. */
    public static PushResult fromJson(JsonObject json) {
        return new PushResult(
                json.getJsonNumber("number").longValueExact(),
                json.getBoolean("repeated"),
                json.getJsonArray("applied"),
                json.getJsonArray("conflicts"),
                json.getJsonArray("rejected"));
    }
}
