package org.tidemark.sync;

import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;
import java.util.List;
import java.util.Optional;
import org.tidemark.protocol.RecordKey;
import org.tidemark.sync.clock.UnreadableRecords;
import org.tidemark.sync.retry.RefusedException;
import org.tidemark.sync.retry.UnreadableException;

/**
 * Finds out, after a transaction has failed over it, which record cannot be read: for the log, and for who wanted to
 * change it.
 */
@Dependent
class RecordCheck {

    @Inject
    private ServerFacts server;

    @Inject
    private UnreadableRecords unreadable;

    /** The reason with the record that is to blame, if that is what it is about and the record is found. */
    RefusedException explained(RefusedException reason) {
        if (reason instanceof UnreadableException failure) {
            for (RecordKey record : failure.records()) {
                Optional<List<String>> fields = server.unreadableFields(record);
                if (fields.isPresent() || !isReadable(record)) {
                    unreadable.tell(record, fields.orElse(List.of()), failure);
                    return failure.because(record, fields.orElse(List.of()));
                }
            }
        }
        return reason;
    }

    /** Its columns may be in order, and its class or what belongs to it not. */
    private boolean isReadable(RecordKey record) {
        try {
            server.serverSide(record);
            return true;
        } catch (UnreadableException e) {
            return false;
        }
    }
}
