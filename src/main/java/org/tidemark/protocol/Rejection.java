package org.tidemark.protocol;

import jakarta.json.JsonObject;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.tidemark.json.Excerpt;
import org.tidemark.json.Json;

/**
 * Why a change was not applied, and cannot be as it is. Its texts may repeat what a client sent, and there is one for
 * each of a thousand changes: so each is cut, and so is their number.
 */
public record Rejection(RecordKey key, Reason reason, String detail, List<Violation> violations) {

    private static final int LONGEST_DETAIL = 500;

    /** Characters of all violations together. */
    private static final int ALL_VIOLATIONS = 2000;

    public Rejection {
        List<Violation> shown = shown(violations);
        int left = violations.size() - shown.size();
        detail = Excerpt.of(detail, LONGEST_DETAIL) + (left == 0 ? "" : " (and " + left + " more violations)");
        violations = shown;
    }

    private static List<Violation> shown(List<Violation> violations) {
        List<Violation> shown = new ArrayList<>();
        int length = 0;
        for (Violation violation : violations) {
            length += violation.field().length() + violation.message().length();
            if (length > ALL_VIOLATIONS) {
                break;
            }
            shown.add(violation);
        }
        return List.copyOf(shown);
    }

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
        GROUP,
        /** A conflict that the server does not keep: it is too large, or too many of them are open. */
        LIMIT
    }

    /** What is wrong with one field. */
    public record Violation(String field, String message) {

        private static final int LONGEST_FIELD = 200;
        private static final int LONGEST_MESSAGE = 500;

        public Violation {
            field = Excerpt.of(field, LONGEST_FIELD);
            message = Excerpt.of(message, LONGEST_MESSAGE);
        }
    }

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
