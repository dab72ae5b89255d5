package org.tidemark.spi;

/** Who asks: the user that the container has authenticated. */
public interface Caller {

    /** The user's name; never empty. */
    String user();

    /** Whether the container says that the user has this role. */
    boolean isInRole(String role);
}
