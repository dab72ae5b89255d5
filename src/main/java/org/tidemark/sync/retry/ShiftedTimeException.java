package org.tidemark.sync.retry;

import jakarta.ejb.ApplicationException;
import java.util.List;
import org.tidemark.mapping.SyncCollection;
import org.tidemark.mapping.field.LegacyTime;
import org.tidemark.protocol.RecordKey;
import org.tidemark.protocol.Rejection;
import org.tidemark.protocol.Rejection.Violation;

/** The database holds another date or time than the one that was written. The change that names it is rejected. */
@ApplicationException(rollback = true)
public class ShiftedTimeException extends RefusedException {

    private static final long serialVersionUID = 1L;

    private final String field;

    public ShiftedTimeException(String field) {
        super("the database does not keep the time in " + field, null);
        this.field = field;
    }

    @Override
    public boolean isForGood() {
        return true;
    }

    @Override
    public Rejection rejection(RecordKey key, SyncCollection collection) {
        return new Rejection(
                key,
                Rejection.Reason.INVALID,
                field + ": " + LegacyTime.notKept(),
                List.of(new Violation(field, LegacyTime.notKept())));
    }
}
