package org.tidemark.protocol;

import java.util.UUID;

/**
 * The end of a conflict. Unless the server's side stays, a change of the record comes with it.
 *
 * <p>See docs/protocol.md, P90 to P94.
 */
public record Resolution(UUID conflict, Outcome outcome) {

    /** Whose side it is that stays. */
    public enum Outcome {
        CLIENT,
        SERVER,
        MERGED
    }
}
