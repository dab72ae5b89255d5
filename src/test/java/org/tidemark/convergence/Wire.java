package org.tidemark.convergence;

import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The messages of docs/protocol.md as this machine sees them, written a second time on purpose: the product's own
 * records must not decide what the product is checked against.
 *
 * <p>A record is named by a key, {@code c7} for the seventh company and {@code k3} for the third contact; drivers that
 * talk to a real server turn it into a UUID. All field values are strings.
 */
public final class Wire {
    private Wire() {}

    public enum Kind {
        ADDED,
        MODIFIED,
        DELETED
    }

    /** One change of a push; {@code base} holds the old value of exactly the fields that the replica changed. */
    public record Change(Kind kind, String key, long version, Map<String, String> fields, Map<String, String> base) {}

    public record Resolution(String conflict, String outcome) {}

    public record Push(long number, List<Change> changes, List<Resolution> resolutions) {}

    /** The pull half of a request; the cursor is opaque to whoever holds it. */
    public record Ask(Object cursor, int page) {}

    public record Request(String replica, String user, Push push, Ask pull) {}

    /** One side of a conflict, or the state that a replica knows of a record. A deleted side has no fields. */
    public record Side(boolean deleted, long version, Map<String, String> fields) {
        public static Side of(long version, Map<String, String> fields) {
            return new Side(false, version, fields);
        }

        public static Side gone(long version) {
            return new Side(true, version, Map.of());
        }
    }

    public record Conflict(String id, String key, String kind, Side base, Side client, Side server) {}

    /**
     * @param merged the record now differs from what was sent, because the server merged it with others' changes: who
     *     sent it has not seen this version, and must not base an edit on it
     */
    public record Applied(String key, long version, boolean merged) {}

    public record Rejected(String key, String reason) {}

    public record Result(
            long number, boolean repeated, List<Applied> applied, List<Conflict> conflicts, List<Rejected> rejected) {}

    public record Upsert(String key, long version, Map<String, String> fields) {}

    public record ScopePage(
            String scope, boolean reset, boolean dropped, List<Upsert> upserted, List<String> removed) {}

    public record Settled(String conflict, String outcome) {}

    public record Page(Object cursor, boolean more, List<ScopePage> scopes, List<Settled> settled) {}

    /** An answer; {@code problem} is the name of a refusal, or null. */
    public record Answer(String problem, String epoch, Result push, Page pull) {
        public static Answer refused(String problem) {
            return new Answer(problem, null, null, null);
        }
    }

    /** The fields that a merge takes from one side, where there are groups. */
    public static final Set<String> GROUP = Set.of("name", "phone");

    /** The field that holds a list, its elements apart by a space. */
    public static String list(String key) {
        return isCompany(key) ? "notes" : "role";
    }

    /** Beyond this length a list begins anew, as its column has an end. */
    public static final int LONGEST_LIST = 80;

    public static String appended(String list, String element) {
        return list.length() > LONGEST_LIST ? element : list + " " + element;
    }

    public static boolean isCompany(String key) {
        return key.charAt(0) == 'c';
    }
}
