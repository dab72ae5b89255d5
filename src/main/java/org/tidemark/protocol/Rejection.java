package org.tidemark.protocol;

import jakarta.json.JsonObject;
import java.util.List;
import java.util.Locale;

/** Why a change was not applied, and cannot be as it is. */
public record Rejection(RecordKey key, Reason reason, String detail, List<Violation> violations) {

    public enum Reason {
        /** A rule of the application is broken. */
        INVALID,
        /** A value has the wrong type, or a field is not known. */
        MALFORMED,
        /** The caller may not do this. */
        FORBIDDEN,
        /** The database refused: unique, foreign key, length, a trigger. */
        CONSTRAINT,
        /** There is no such collection. */
        UNKNOWN_COLLECTION,
        /** Another change of the same group was not applied. */
        GROUP
    }

    /** What is wrong with one field. */
    public record Violation(String field, String message) {}

    public Rejection(RecordKey key, Reason reason, String detail) {
        this(key, reason, detail, List.of());
    }

    /** The record, or what there is of it, is not for the caller. */
    public static Rejection outsideScopes(RecordKey key) {
        return new Rejection(key, Reason.FORBIDDEN, "the record is outside your scopes");
    }

    /** Nothing is wrong with this change itself. */
    public static Rejection ofGroup(RecordKey key) {
        return new Rejection(key, Reason.GROUP, "another change of the group was not applied");
    }

    public JsonObject toJson() {
        var json = Json.createObjectBuilder()
                .add("collection", key.collection())
                .add("id", key.id().toString())
                .add("reason", reason.name().toLowerCase(Locale.ROOT).replace('_', '-'))
                .add("detail", detail);
        if (!violations.isEmpty()) {
            var list = Json.createArrayBuilder();
            violations.forEach(v ->
                    list.add(Json.createObjectBuilder().add("field", v.field()).add("message", v.message())));
            json.add("violations", list);
        }
        return json.build();
    }
}
