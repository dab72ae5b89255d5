package org.tidemark.convergence;

import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * How one history's world is made.
 *
 * @param users the user of each replica
 * @param merge what decides about edits that met; on a real server {@code FIELDS} is left to a person as well
 * @param coupled whether name and phone are a group, which a merge takes from one side; on a real server always
 * @param page records in a page of a pull
 * @param tabs syncs that may run on one replica at the same time
 */
public record Setup(
        List<String> users, Gate gate, Merge merge, boolean coupled, int page, int changesPerPush, int tabs) {
    public enum Merge {
        MANUAL,
        FIELDS,
        CLIENT,
        SERVER
    }

    /** What an open conflict holds back. */
    public enum Gate {
        BLOCK,
        RECEIVE,
        ISOLATE
    }

    public static final List<String> SCOPES = List.of("amer", "apac", "emea");

    public static final String STEWARD = "carol";

    /** Who may what before any grant or revocation: the demo's users. */
    public static final Map<String, Set<String>> RIGHTS =
            Map.of("alice", Set.of("emea"), "bob", Set.of("emea"), "dave", Set.of("apac"), STEWARD, Set.copyOf(SCOPES));
}
