package org.tidemark.sync;

import java.util.Set;
import org.tidemark.protocol.Conflict;

/**
 * A record as the server has it now, for the comparison on screen.
 *
 * @param scope where it is, or was when it was deleted; null before it has a number
 */
public record CurrentRecord(String scope, Conflict.Side side) {

    /** One that is there, and is shown to nobody. */
    public static final CurrentRecord UNREADABLE = new CurrentRecord(null, null);

    /** Whether who may read these scopes may see it. */
    public boolean isWithin(Set<String> readable) {
        return scope != null && readable.contains(scope);
    }
}
