package org.tidemark.sync.retry;

import jakarta.ejb.ApplicationException;
import org.tidemark.mapping.SyncCollection;
import org.tidemark.protocol.RecordKey;
import org.tidemark.protocol.Rejection;

/**
 * The application's own code does not let a change pass, or cannot: an observer, a setter, a validator. Nothing of the
 * transaction remains. Has no cause: it is logged where it is thrown.
 */
@ApplicationException(rollback = true)
public class ApplicationFailedException extends RefusedException {

    private static final long serialVersionUID = 1L;

    public ApplicationFailedException(String message) {
        super(message, null);
    }

    @Override
    public boolean isForGood() {
        return true;
    }

    /** Without the application's words, which may tell of what the user may not read. */
    @Override
    public Rejection rejection(RecordKey key, SyncCollection collection) {
        return new Rejection(key, Rejection.Reason.INVALID, "the application does not accept this change");
    }
}
