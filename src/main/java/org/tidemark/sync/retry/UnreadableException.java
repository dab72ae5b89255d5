package org.tidemark.sync.retry;

import jakarta.ejb.ApplicationException;
import java.util.Collection;
import java.util.List;
import java.util.UUID;
import org.tidemark.mapping.SyncCollection;
import org.tidemark.protocol.RecordKey;
import org.tidemark.protocol.Rejection;
import org.tidemark.protocol.Rejection.Violation;

/**
 * JPA, or the application's own code, cannot read one of the records: a column holds what the class has no value for,
 * say, or a converter throws whatever it is. The transaction may be ended by that on one provider, so what can be read
 * is read in another one.
 */
@ApplicationException(rollback = true)
public class UnreadableException extends RefusedException {

    private static final long serialVersionUID = 1L;

    private final transient List<RecordKey> records;
    private final transient List<String> fields;

    private UnreadableException(String message, List<RecordKey> records, List<String> fields, Throwable cause) {
        super(message, cause);
        this.records = records;
        this.fields = fields;
    }

    /**
     * What failed while these records were read: what the database or the machine said of itself remains what it is.
     *
     * @param ids of records one of which is to blame
     */
    public static RuntimeException of(SyncCollection collection, Collection<UUID> ids, Throwable failure) {
        MachineFailure.passOn(failure);
        RuntimeException reason = DatabaseRefusedException.of(failure);
        boolean isOther = reason instanceof RefusedException
                && !(reason instanceof DatabaseRefusedException refused && refused.isOfValue());
        return isOther
                ? reason
                : new UnreadableException(
                        "one of " + ids.size() + " records cannot be read",
                        ids.stream()
                                .map(id -> new RecordKey(collection.name(), id))
                                .toList(),
                        List.of(),
                        failure);
    }

    /** The same, when it is known which record is to blame, and perhaps which of its fields. */
    public UnreadableException because(RecordKey record, List<String> itsFields) {
        return new UnreadableException(getMessage(), List.of(record), itsFields, getCause());
    }

    /** More than a cursor can remember: the pull fails, and the replica stays where it is. */
    public static UnreadableException tooMany(int most) {
        return new UnreadableException(
                "a pull leaves out at most " + most + " records that cannot be read, and there are more: repair their"
                        + " rows, see docs/troubleshooting.md, Records that cannot be read",
                List.of(),
                List.of(),
                null);
    }

    /** One of them is to blame. */
    public List<RecordKey> records() {
        return records;
    }

    @Override
    public boolean isForGood() {
        return true;
    }

    @Override
    public Rejection rejection(RecordKey key, SyncCollection collection) {
        boolean isItself = records.equals(List.of(key));
        return new Rejection(
                key,
                Rejection.Reason.CONSTRAINT,
                isItself
                        ? "the server cannot read this record: somebody has to repair its row"
                        : "the server cannot read a record that this change needs: somebody has to repair its row",
                isItself
                        ? fields.stream()
                                .map(field -> new Violation(field, "cannot be read"))
                                .toList()
                        : List.of());
    }
}
