package org.tidemark.sync.capture;

import jakarta.persistence.EntityManager;
import jakarta.persistence.FlushModeType;
import jakarta.persistence.Query;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BiPredicate;
import org.tidemark.mapping.CollectionRegistry;
import org.tidemark.mapping.SyncCollection;
import org.tidemark.mapping.field.PullProjection;
import org.tidemark.protocol.RecordKey;
import org.tidemark.spi.RecordEvent.Kind;
import org.tidemark.spi.SyncState;
import org.tidemark.spi.Synchronisable;
import org.tidemark.sync.clock.ChangeClocks;
import org.tidemark.sync.clock.ChangedRecord;
import org.tidemark.sync.clock.LockedRecords;
import org.tidemark.sync.clock.Numbering;
import org.tidemark.sync.clock.RowsBefore;
import org.tidemark.sync.retry.MissingRowException;
import org.tidemark.sync.state.ScopeAdvanced;

/**
 * The records that code of the application has written in a transaction, to be numbered before it commits: rows first,
 * clocks last.
 *
 * <p>The numbers are written by statements of their own, past {@code @Version}: the application holds the entity as its
 * own flush left it, and may save it again in the next request.
 */
public class CapturedChanges {

    /** How many records a statement numbers: a fixed count, so that the provider has to read one query. */
    private static final int STAMPED = 50;

    final CollectionRegistry registry;
    private final RowsBefore before;
    private final Map<RecordKey, Written> written = new LinkedHashMap<>();
    private int numbered;

    /** @param lock of the row before JPA writes it; null if it has no say in whether it is written */
    record Written(Synchronisable record, Kind kind, Object lock) {

        static Written byJpa(SyncCollection collection, Synchronisable record, Kind kind) {
            return new Written(
                    record, kind, kind == Kind.MODIFIED ? collection.lock().read(record) : null);
        }

        /** A new record that is changed again is still new; what is deleted stays deleted. */
        Written then(Written now) {
            boolean isUnsure = now.lock == null || now.record != record; // another entity manager may have written it
            return now.kind == Kind.MODIFIED ? new Written(record, kind, isUnsure ? null : lock) : now;
        }

        boolean isWrittenNow(SyncCollection collection) {
            return lock == null || !lock.equals(collection.lock().read(record));
        }
    }

    public CapturedChanges(CollectionRegistry registry, RowsBefore before) {
        this.registry = registry;
        this.before = before;
    }

    /** What JPA is about to write. Records of classes that are not registered are none of ours. */
    public void add(Synchronisable record, Kind kind) {
        registry.of(record).ifPresent(collection -> {
            if (kind != Kind.ADDED && !isNumberedBySync(collection, record)) {
                before.restore(collection, record);
            }
            add(collection, record, Written.byJpa(collection, record, kind));
        });
    }

    /** What a query has written, or will delete: JPA knows nothing of it. */
    public void addTold(SyncCollection collection, Collection<?> keys, Kind kind) {
        before.read(collection, keys).forEach(row -> add(collection, row, new Written(row, kind, null)));
    }

    /** Whether what the object says comes from the synchronisation that is going on. */
    boolean isNumberedBySync(SyncCollection collection, Synchronisable record) {
        return false;
    }

    private void add(SyncCollection collection, Synchronisable record, Written change) {
        written.merge(new RecordKey(collection.name(), record.getSyncId()), change, Written::then);
    }

    /** A row that came past JPA, and has no number unless somebody else has numbered it meanwhile. */
    public void addNewRow(RecordKey key) {
        written.put(key, new Written(null, Kind.ADDED, null));
    }

    boolean isEmpty() {
        return written.isEmpty();
    }

    int size() {
        return written.size();
    }

    void removeIf(BiPredicate<RecordKey, Written> test) {
        written.entrySet().removeIf(one -> test.test(one.getKey(), one.getValue()));
    }

    /**
     * Leaves out what JPA said that it would write and has not written: to one provider (EclipseLink) a record is
     * changed as well when another one enters a list of it that the other one's table keeps.
     */
    void leaveOutUnwritten() {
        removeIf((key, change) -> !change.isWrittenNow(registry.get(key.collection())));
    }

    @Override
    public String toString() {
        return written.keySet().toString();
    }

    /** How many records got a number. */
    int numbered() {
        return numbered;
    }

    /**
     * Numbers them, by an entity manager that has none of them loaded; afterwards it has none of them either.
     *
     * @return where the clocks stand
     * @throws MissingRowException if a clock is missing; nothing is written then
     */
    public Collection<ScopeAdvanced> number(EntityManager em, Instant now, String user) {
        em.setFlushMode(FlushModeType.COMMIT);
        LockedRecords rows = LockedRecords.of(em, registry, written.keySet());
        var numbering = new Numbering(em, registry, rows);
        written.forEach((key, change) -> touched(key, change, rows, numbering));
        ChangeClocks clock = numbering.number(Set.of(), now, user, (record, version) -> {});
        numbering.write(clock);
        List<ChangedRecord> numbered = new ArrayList<>(numbering.touched());
        numbered.removeIf(ChangedRecord::delete);
        numbered.forEach(record -> em.detach(record.entity()));
        em.flush();
        em.clear();
        this.numbered = numbered.size();
        stamp(em, numbered);
        return clock.advanced();
    }

    /**
     * Adds them to what a synchronisation numbers, in whose transaction they were written; by the entity manager that
     * has written them.
     */
    void join(EntityManager em, LockedRecords rows, Numbering numbering) {
        rows.lockAlso(written.keySet());
        written.forEach((key, change) -> {
            Synchronisable row = rows.present(key);
            if (row != null && em.contains(row)) {
                em.refresh(row); // a query may have written past it
            }
            ChangedRecord known = numbering.find(key);
            if (known == null) {
                touched(key, change, rows, numbering);
            } else if (change.kind() == Kind.DELETED) {
                numbering.add(known.deleted());
            }
        });
    }

    /**
     * The row decides whether the record is there, and what it said before this transaction where it was: by now it may
     * say what an object of the application has said.
     */
    private void touched(RecordKey key, Written change, LockedRecords rows, Numbering numbering) {
        SyncCollection collection = registry.get(key.collection());
        SyncState was = before.state(key);
        Synchronisable row = rows.present(key);
        if (row == null) {
            if (was != null && was.isNumbered()) {
                numbering.add(ChangedRecord.gone(key, collection, change.record(), was));
            }
            return;
        }
        if (change.record() == null && row.getSync().isNumbered()) {
            return; // numbered by another node
        }
        if (rows.scopeOf(collection, row) == null) {
            throw new IllegalStateException("a record of " + key.collection() + " has no scope: its "
                    + collection.scopeField().name() + " is null");
        }
        if (was != null && was.isNumbered() && !isNumberedByTrigger(row, was)) {
            row.getSync().restore(was);
        }
        numbering.add(ChangedRecord.byEstate(key, collection, row, rows.tombstoneVersion(key)));
    }

    private boolean isNumberedByTrigger(Synchronisable row, SyncState was) {
        return registry.numbersAtOnce() && row.getSync().getVersion() > was.getVersion();
    }

    /**
     * Has the provider translate the statement that numbers many, which takes it a while the first time, as long as no
     * clock is held.
     */
    static void rehearse(EntityManager em, SyncCollection collection) {
        Query query = em.createQuery(collection.queries().stamp(STAMPED))
                .setParameter("scope", "")
                .setParameter("at", Instant.EPOCH)
                .setParameter("by", "");
        for (int i = 0; i < STAMPED; i++) {
            query.setParameter("id" + i, PullProjection.NONE).setParameter("number" + i, 0L);
        }
        query.executeUpdate();
    }

    /** Many records by one statement, where they are in one scope: a million one by one would take an hour. */
    private static void stamp(EntityManager em, List<ChangedRecord> records) {
        Map<List<String>, List<ChangedRecord>> groups = new LinkedHashMap<>();
        for (ChangedRecord record : records) {
            String scope = record.entity().getSync().getScope();
            groups.computeIfAbsent(List.of(record.collection().name(), scope), group -> new ArrayList<>())
                    .add(record);
        }
        for (List<ChangedRecord> group : groups.values()) {
            int from = 0;
            while (from < group.size()) {
                int count = group.size() - from >= STAMPED ? STAMPED : 1;
                stampAtOnce(em, group.subList(from, from + count));
                from += count;
            }
        }
    }

    private static void stampAtOnce(EntityManager em, List<ChangedRecord> records) {
        SyncState state = records.get(0).entity().getSync();
        Query query = em.createQuery(records.get(0).collection().queries().stamp(records.size()))
                .setParameter("scope", state.getScope())
                .setParameter("at", state.getModifiedAt())
                .setParameter("by", state.getModifiedBy());
        for (int i = 0; i < records.size(); i++) {
            ChangedRecord record = records.get(i);
            query.setParameter("id" + i, record.key().id());
            query.setParameter("number" + i, record.entity().getSync().getVersion());
        }
        query.executeUpdate();
    }
}
