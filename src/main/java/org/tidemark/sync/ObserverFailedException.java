package org.tidemark.sync;

import jakarta.ejb.ApplicationException;
import org.tidemark.protocol.RecordKey;
import org.tidemark.protocol.Rejection;

/** An observer of the estate does not let a change pass, or cannot. Nothing of the transaction remains. Has no cause: it is logged where it is thrown. */
@ApplicationException(rollback = true)
class ObserverFailedException extends RefusedException {

    private static final long serialVersionUID = 1L;

    ObserverFailedException(String message) {
        super(message, null);
    }

    @Override
    boolean isForGood() {
        return true;
    }

    /** Without the observer's words, which may tell of what the user may not read. */
    @Override
    Rejection rejection(RecordKey key, SyncCollection collection) {
        return new Rejection(key, Rejection.Reason.INVALID, "the application does not accept this change");
    }
}
