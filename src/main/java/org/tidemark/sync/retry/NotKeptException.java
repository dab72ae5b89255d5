package org.tidemark.sync.retry;

import jakarta.ejb.ApplicationException;
import java.util.List;
import org.tidemark.mapping.SyncCollection;
import org.tidemark.mapping.field.SyncField;
import org.tidemark.protocol.RecordKey;
import org.tidemark.protocol.Rejection;
import org.tidemark.protocol.Rejection.Violation;

/** The database holds another value than the one that was written. The change that names it is rejected. */
@ApplicationException(rollback = true)
public class NotKeptException extends RefusedException {

    private static final long serialVersionUID = 1L;

    private final String field;
    private final String reason;

    public NotKeptException(SyncField field) {
        super("the database does not keep the value of " + field.name(), null);
        this.field = field.name();
        this.reason = field.notKept();
    }

    @Override
    public boolean isForGood() {
        return true;
    }

    @Override
    public Rejection rejection(RecordKey key, SyncCollection collection) {
        return new Rejection(
                key, Rejection.Reason.INVALID, field + ": " + reason, List.of(new Violation(field, reason)));
    }
}
