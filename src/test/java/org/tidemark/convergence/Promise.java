package org.tidemark.convergence;

/** The promises of docs/architecture.md, in its order. What each means exactly is said by the class that checks it. */
public enum Promise {
    NO_LOST_UPDATE,
    EXACTLY_ONCE,
    NO_SKIPPED_ROW,
    NO_RESURRECTION,
    NOTHING_OUTSIDE_SCOPE,
    ONE_BAD_RECORD,
    EDITS_DURING_SYNC,
    CONVERGENCE,
    NO_TORN_STATE
}
