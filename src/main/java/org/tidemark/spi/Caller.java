package org.tidemark.spi;

/** Who asks: the user that the container has authenticated. */
public interface Caller {

    /** The user's name; never empty. */
    String user();

    /** The program or device that the user works with, for people to tell replicas apart; may be empty. */
    default String device() {
        return "";
    }

    /** Whether the container says that the user has this role. */
    boolean isInRole(String role);
}
