package org.tidemark.sync.retry;

import org.tidemark.mapping.SyncCollection;
import org.tidemark.protocol.RecordKey;
import org.tidemark.protocol.Rejection;
import org.tidemark.sync.PushInParts;

/**
 * A transaction was refused by somebody else than its changes' own rules. If it was for good, it is one of the changes
 * that is to blame: {@link PushInParts} finds out which.
 */
public abstract class RefusedException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    RefusedException(String message, Throwable cause) {
        super(message, cause);
    }

    /** Whether it will be refused each time because of what is in it. */
    public abstract boolean isForGood();

    /** What is answered for the change that is to blame; {@code collection} is null if there is none of that name. */
    public abstract Rejection rejection(RecordKey key, SyncCollection collection);
}
