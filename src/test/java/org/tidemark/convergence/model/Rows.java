package org.tidemark.convergence.model;

import java.util.List;
import java.util.Map;
import org.tidemark.convergence.Wire;

/** The tables of the model server, and the keys under which their rows lie. */
final class Rows {
    private Rows() {}

    /** A record with the scope and the version that it has. */
    record Rec(Map<String, String> fields, String scope, long version, long at) {}

    /** That a record was deleted, for whoever still holds it. */
    record Gone(String scope, long version, long at) {}

    /** What a scope tells its readers: this record is not here any more; deleted, or moved away. */
    record Left(long version, long at) {}

    /** A replica, its last push with what became of each change, and how many conflicts others decided for it. */
    record ReplicaRow(
            String user,
            long number,
            Wire.Push push,
            Map<String, Object> outcomes,
            boolean complete,
            long settled,
            boolean withdrawn) {}

    /**
     * In place of the number under which a replica is told of a decision: it made no difference to anybody's screen.
     */
    static final long BY_RULE = -1;

    /** A registered conflict; open while {@code outcome} is null. */
    record ConflictRow(
            Wire.Conflict conflict, String replica, String user, String scope, String outcome, long settledAs) {}

    static String rec(String key) {
        return "rec/" + key;
    }

    static String gone(String key) {
        return "gone/" + key;
    }

    static String left(String scope, String key) {
        return "left/" + scope + "/" + key;
    }

    static String clock(String scope) {
        return "clock/" + scope;
    }

    static String horizon(String scope) {
        return "horizon/" + scope;
    }

    static String replica(String id) {
        return "replica/" + id;
    }

    static String conflict(String id) {
        return "conflict/" + id;
    }

    static final String EPOCH = "epoch";

    /** Where the clock of a scope starts that never had one: zero, or beyond all that was given before a restore. */
    static final String ORIGIN = "origin";

    /** The highest version among the tombstones that were purged: a record unknown to us may have had it. */
    static final String FLOOR = "floor";

    static final List<String> COLLECTIONS = List.of("c", "k");
}
