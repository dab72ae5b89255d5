package org.tidemark.rest;

import jakarta.ws.rs.QueryParam;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;
import org.tidemark.desk.ConflictFilter;
import org.tidemark.protocol.Conflict.Kind;
import org.tidemark.protocol.Refusal;
import org.tidemark.protocol.Resolution.Outcome;
import org.tidemark.sync.state.ConflictEntry.Status;

/** Which conflicts the register is asked for, in the address; each parameter that cannot be read is named. */
public class ConflictParameters {

    private static final Instant EARLIEST = Instant.parse("1000-01-01T00:00:00Z");
    private static final Instant LATEST = Instant.parse("9999-01-01T00:00:00Z");

    @QueryParam("status")
    private String status;

    @QueryParam("collection")
    private String collection;

    @QueryParam("record")
    private String record;

    @QueryParam("replica")
    private String replica;

    @QueryParam("scope")
    private String scope;

    @QueryParam("kind")
    private String kind;

    @QueryParam("user")
    private String user;

    @QueryParam("person")
    private String person;

    @QueryParam("by")
    private String by;

    @QueryParam("outcome")
    private String outcome;

    @QueryParam("field")
    private String field;

    @QueryParam("assignee")
    private String assignee;

    @QueryParam("reviewed")
    private String reviewed;

    @QueryParam("reopens")
    private String reopens;

    @QueryParam("since")
    private String since;

    @QueryParam("until")
    private String until;

    @QueryParam("order")
    private String order;

    @QueryParam("after")
    private String after;

    @QueryParam("limit")
    private String limit;

    ConflictFilter filter() {
        return new ConflictFilter(
                constant(status, "status", Status.class),
                text(collection, "collection"),
                PageQuery.uuid(record, "record"),
                PageQuery.uuid(replica, "replica"),
                text(scope, "scope"),
                kind(),
                text(user, "user"),
                text(person, "person"),
                text(by, "by"),
                constant(outcome, "outcome", Outcome.class),
                text(field, "field"),
                text(assignee, "assignee"),
                truth(reviewed, "reviewed"),
                PageQuery.uuid(reopens, "reopens"),
                instant(since, "since"),
                instant(until, "until"));
    }

    ConflictFilter.Slice slice() {
        var page = PageQuery.of(limit, after);
        if (order != null && !order.equals("oldest") && !order.equals("newest")) {
            throw Refusal.malformed("", "order must be oldest or newest");
        }
        return new ConflictFilter.Slice(page.after(), page.limit(), "newest".equals(order));
    }

    private String kind() {
        if (kind != null
                && Arrays.stream(Kind.values()).noneMatch(one -> one.toString().equals(kind))) {
            throw Refusal.malformed("", "kind must be one of " + Arrays.toString(Kind.values()));
        }
        return kind;
    }

    private static <E extends Enum<E>> E constant(String text, String name, Class<E> type) {
        for (E constant : type.getEnumConstants()) {
            if (text == null || constant.name().toLowerCase(Locale.ROOT).equals(text)) {
                return text == null ? null : constant;
            }
        }
        throw Refusal.malformed(
                "",
                name + " must be "
                        + Arrays.stream(type.getEnumConstants())
                                .map(constant -> constant.name().toLowerCase(Locale.ROOT))
                                .collect(Collectors.joining(" or ")));
    }

    /** No database takes the letter with the number 0, and some fail on it. */
    static String text(String text, String name) {
        if (text != null && text.indexOf('\0') >= 0) {
            throw Refusal.malformed("", name + " must not contain U+0000");
        }
        return text;
    }

    private static Boolean truth(String text, String name) {
        if (text != null && !text.equals("true") && !text.equals("false")) {
            throw Refusal.malformed("", name + " must be true or false");
        }
        return text == null ? null : Boolean.valueOf(text);
    }

    static Instant instant(String text, String name) {
        try {
            Instant instant = text == null ? null : Instant.parse(text);
            // What lies beyond no database compares with.
            if (instant == null || instant.isAfter(EARLIEST) && instant.isBefore(LATEST)) {
                return instant;
            }
        } catch (DateTimeException e) {
            // said below
        }
        throw Refusal.malformed("", name + " must be an instant, as 2026-11-24T09:30:00Z");
    }
}
