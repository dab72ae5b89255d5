package org.tidemark.sync.clock;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import org.tidemark.mapping.SyncCollection;
import org.tidemark.mapping.field.PullProjection;
import org.tidemark.mapping.field.SyncField;
import org.tidemark.protocol.RecordKey;
import org.tidemark.sync.retry.MachineFailure;
import org.tidemark.sync.retry.UnreadableException;

/**
 * Names in the log the records that JPA cannot read, once for each, with the attributes that are to blame and never
 * with their values. Threadsafe.
 */
@ApplicationScoped
public class UnreadableRecords {

    private static final System.Logger LOG = System.getLogger(UnreadableRecords.class.getName());

    /** A class that lost a value may make a whole table unreadable. */
    static final int MOST = 1000;

    private static final int MOST_CAUSES = 50;

    private final Set<RecordKey> told = ConcurrentHashMap.newKeySet();

    /**
     * These records could not be read, each alone.
     *
     * @param em in no transaction
     * @param failures by id
     * @throws UnreadableException the first, if not even the records' ids can be read: then it is not the records that
     *     are to blame
     */
    public void leaveOut(EntityManager em, SyncCollection collection, Map<UUID, UnreadableException> failures) {
        if (failures.isEmpty()) {
            return;
        }
        try {
            PullProjection.rows(collection.rows().scopes(em, List.copyOf(failures.keySet())));
        } catch (RuntimeException e) {
            throw failures.values().iterator().next();
        }
        failures.forEach((id, failure) -> {
            var record = new RecordKey(collection.name(), id);
            if (told.size() < MOST && !told.contains(record)) {
                tell(record, fields(em, collection, id), failure);
            }
        });
    }

    /**
     * The fields of a record that cannot be read; empty if it can be.
     *
     * @param em in no transaction
     */
    public static Optional<List<String>> of(EntityManager em, SyncCollection collection, RecordKey record) {
        List<UUID> ids = List.of(record.id());
        try {
            collection.rows().stored(em, ids);
            return Optional.empty();
        } catch (Throwable e) {
            RuntimeException reason = UnreadableException.of(collection, ids, e);
            if (reason instanceof UnreadableException) {
                return Optional.of(fields(em, collection, record.id()));
            }
            throw reason;
        }
    }

    /** Those that cannot be read by themselves. */
    private static List<String> fields(EntityManager em, SyncCollection collection, UUID id) {
        List<String> fields = new ArrayList<>();
        for (SyncField field : collection.fields()) {
            try {
                collection.rows().tryToRead(em, id, field);
            } catch (Throwable e) {
                MachineFailure.passOn(e);
                fields.add(field.name());
            }
        }
        return fields;
    }

    /** @param fields that are to blame, if that is known */
    public void tell(RecordKey record, List<String> fields, Throwable failure) {
        if (told.size() >= MOST || !told.add(record)) {
            return;
        }
        LOG.log(
                System.Logger.Level.WARNING,
                "the record {0} of {1} cannot be read, and is left out: {2} ({3}). Repair the row:"
                        + " docs/troubleshooting.md, Records that cannot be read{4}",
                record.id(),
                record.collection(),
                fields.isEmpty() ? "JPA or its class refuses it" : "look at " + String.join(", ", fields),
                cause(failure),
                told.size() == MOST ? ". There are more, which the log does not name before a restart" : "");
    }

    /** The innermost one and where it was thrown, without what it says: that names values. */
    private static String cause(Throwable failure) {
        Throwable cause = failure;
        for (int depth = 0; depth < MOST_CAUSES && cause.getCause() != null; depth++) {
            cause = cause.getCause();
        }
        StackTraceElement[] frames = cause.getStackTrace();
        return cause.getClass().getName() + (frames.length == 0 ? "" : " at " + frames[0]);
    }
}
