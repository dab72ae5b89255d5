package org.tidemark.sync.capture;

import jakarta.json.JsonValue;
import jakarta.persistence.EntityManager;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import org.tidemark.mapping.CollectionRegistry;
import org.tidemark.mapping.SyncCollection;
import org.tidemark.protocol.RecordKey;
import org.tidemark.spi.RecordEvent.Kind;
import org.tidemark.spi.Synchronisable;
import org.tidemark.sync.clock.ChangedRecord;
import org.tidemark.sync.clock.LockedRecords;
import org.tidemark.sync.clock.Numbering;
import org.tidemark.sync.clock.RowsBefore;
import org.tidemark.sync.retry.UnnumberedWritesException;

/**
 * What a synchronisation writes besides the records that it names: what a deletion cascades to, what setters and
 * callbacks change in other records, what observers write. It is numbered with the rest.
 *
 * <p>JPA tells of it while it writes, and it writes once, with the clocks held. Then the transaction is done again; and
 * what has had such a consequence is written before the clocks from then on, as it is for observers.
 */
public final class IndirectWrites extends CapturedChanges {

    /** What was done to which collection when JPA wrote more than that; of neither, nothing was to be written. */
    private record Cause(String collection, boolean isNew, boolean delete) {

        static final Cause NONE = new Cause("", false, false);

        static Set<Cause> of(Collection<ChangedRecord> touched) {
            return touched.isEmpty()
                    ? Set.of(NONE)
                    : touched.stream()
                            .map(record -> new Cause(record.collection().name(), record.isNew(), record.delete()))
                            .collect(Collectors.toSet());
        }
    }

    /** The causes that were met since the start, of all transactions. Threadsafe. */
    public static final class Known {

        private final Set<Cause> causes = ConcurrentHashMap.newKeySet();
    }

    private final Known known;
    private final List<Numbering> numberings = new ArrayList<>();
    private final Set<RecordKey> joined = new HashSet<>();
    private final Map<RecordKey, Map<String, JsonValue>> takenBack = new HashMap<>();
    private boolean rowsFirst;
    private Numbering written;
    private boolean isComplete;

    public IndirectWrites(CollectionRegistry registry, RowsBefore before, Known known) {
        super(registry, before);
        this.known = known;
    }

    /** What the synchronisation numbers itself need not be read again. */
    public void leaveTo(Numbering numbering) {
        numberings.add(numbering);
    }

    @Override
    boolean isNumberedBySync(SyncCollection collection, Synchronisable record) {
        var key = new RecordKey(collection.name(), record.getSyncId());
        return numberings.stream()
                .map(numbering -> numbering.find(key))
                // By its state: the entity may be known by a proxy of the provider's, and there is one object below it.
                .anyMatch(touched -> touched != null && touched.entity().getSync() == record.getSync());
    }

    @Override
    public void add(Synchronisable record, Kind kind) {
        super.add(record, kind);
        if (isComplete) {
            leaveOutNumbered();
            if (!isEmpty()) {
                refuse(); // at the commit: a callback has changed what JPA had passed already
            }
        }
    }

    /**
     * A change of this record was taken back, and is no change if it looks as it did before: a provider that notes each
     * call of a setter (EclipseLink) writes it nevertheless.
     */
    public void tookBack(RecordKey key, Map<String, JsonValue> fields) {
        takenBack.put(key, fields);
    }

    /** Whether these changes have made JPA write more before. */
    public boolean areExpected(Collection<ChangedRecord> touched) {
        return !known.causes.isEmpty() && Cause.of(touched).stream().anyMatch(known.causes::contains);
    }

    /** Writes the rows before they are numbered, and leaves out those that will be numbered anyway. */
    public void flushFirst(EntityManager em, Numbering numbering) {
        rowsFirst = true;
        flush(em);
        leaveOutUnwritten();
        removeIf((key, change) -> isNumbered(numbering, key, change));
    }

    /** If more is expected, until nothing more comes: a callback may change what JPA has passed already. */
    public void flush(EntityManager em) {
        int before;
        do {
            before = size();
            em.flush();
        } while (rowsFirst && size() > before);
    }

    @Override
    public void join(EntityManager em, LockedRecords rows, Numbering numbering) {
        leaveOutUnwritten();
        super.join(em, rows, numbering);
        removeIf((key, change) -> {
            joined.add(key);
            return true;
        });
    }

    /**
     * Whether something that is written by now has no number yet: its row came first, but a callback acts on the number
     * only.
     *
     * @throws UnnumberedWritesException if the rows did not come first, as they do the next time
     */
    public boolean remain(Numbering numbering) {
        written = numbering;
        leaveOutUnwritten();
        leaveOutNumbered();
        if (!isEmpty() && !rowsFirst) {
            refuse();
        }
        return !isEmpty();
    }

    private void leaveOutNumbered() {
        removeIf((key, change) -> joined.contains(key) || isNumbered(written, key, change));
    }

    private void refuse() {
        known.causes.addAll(Cause.of(written.touched()));
        throw new UnnumberedWritesException(toString());
    }

    /** Nothing more can get a number. */
    public void complete() {
        isComplete = true;
    }

    private boolean isNumbered(Numbering numbering, RecordKey key, Written change) {
        ChangedRecord touched = numbering.find(key);
        if (touched == null) {
            return change.kind() == Kind.MODIFIED
                    && takenBack.containsKey(key)
                    && takenBack.get(key).equals(registry.get(key.collection()).read(change.record()));
        }
        return touched.delete() || change.kind() != Kind.DELETED;
    }
}
