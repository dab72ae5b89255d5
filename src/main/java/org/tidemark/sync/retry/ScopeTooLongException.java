package org.tidemark.sync.retry;

import jakarta.ejb.ApplicationException;
import java.util.List;
import org.tidemark.mapping.SyncCollection;
import org.tidemark.protocol.RecordKey;
import org.tidemark.protocol.Rejection;
import org.tidemark.protocol.Rejection.Violation;

/** A record has a scope that its row or Tidemark's tables have no room for. */
@ApplicationException(rollback = true)
public class ScopeTooLongException extends RefusedException {

    private static final long serialVersionUID = 1L;

    private final int longest;

    public ScopeTooLongException(SyncCollection collection) {
        super(
                "a record of " + collection.javaType().getName() + " has a scope that is too long: it may have "
                        + collection.longestScope() + " characters, and comes from "
                        + collection.scopeField().name(),
                null);
        longest = collection.longestScope();
    }

    @Override
    public boolean isForGood() {
        return true;
    }

    @Override
    public Rejection rejection(RecordKey key, SyncCollection collection) {
        String detail = "the record's scope must have at most " + longest + " characters";
        List<Violation> violations = collection == null
                ? List.of()
                : List.of(new Violation(collection.scopeField().name(), detail));
        return new Rejection(key, Rejection.Reason.INVALID, detail, violations);
    }
}
