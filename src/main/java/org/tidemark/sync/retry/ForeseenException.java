package org.tidemark.sync.retry;

import jakarta.ejb.ApplicationException;
import java.util.Map;
import java.util.Set;
import org.tidemark.mapping.SyncCollection;
import org.tidemark.protocol.RecordKey;
import org.tidemark.protocol.Rejection;

/**
 * The database would refuse some of the changes, as its keys say. Nothing has been written, and the transaction is done
 * again without them.
 */
@ApplicationException(rollback = true)
public class ForeseenException extends RefusedException {

    private static final long serialVersionUID = 1L;

    private final transient Map<RecordKey, Rejection> rejections;

    /** @param rejections for each change that cannot be written by this transaction */
    public ForeseenException(Map<RecordKey, Rejection> rejections) {
        super(rejections.size() + " changes would break a constraint of the database", null);
        this.rejections = Map.copyOf(rejections);
    }

    public Set<RecordKey> records() {
        return rejections.keySet();
    }

    @Override
    public boolean isForGood() {
        return true;
    }

    @Override
    public Rejection rejection(RecordKey key, SyncCollection collection) {
        Rejection foreseen = rejections.get(key);
        return foreseen != null ? foreseen : Rejection.ofGroup(key);
    }
}
