package org.tidemark.sync.access;

/** The names of the roles that Tidemark itself asks for. */
public final class Roles {

    /** Resolves conflicts for others. */
    public static final String STEWARD = "steward";

    /** Runs the server: manages all replicas, and may declare a restore. */
    public static final String ADMINISTRATOR = "administrator";

    /** May read the metrics. */
    public static final String MONITOR = "monitor";

    private Roles() {}
}
