package org.tidemark.sync;

import jakarta.persistence.EntityManager;
import jakarta.persistence.FlushModeType;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.tidemark.protocol.RecordKey;
import org.tidemark.spi.RecordEvent.Kind;
import org.tidemark.spi.SyncState;
import org.tidemark.spi.Synchronisable;

/**
 * The records that code of the estate has written in a transaction, to be numbered before it commits: rows first, clocks last.
 *
 * <p>The numbers are written by statements of their own, past {@code @Version}: the estate holds the entity as its own flush left it, and
 * may save it again in the next request.
 */
final class EstateChanges {

    private final Registry registry;
    private final Map<RecordKey, Written> written = new LinkedHashMap<>();

    private record Written(Synchronisable record, Kind kind) {}

    EstateChanges(Registry registry) {
        this.registry = registry;
    }

    /** Records of classes that are not registered are none of ours. */
    void add(Synchronisable record, Kind kind) {
        registry.of(record)
                .ifPresent(collection -> written.merge(
                        new RecordKey(collection.name(), record.getSyncId()),
                        new Written(record, kind),
                        EstateChanges::last));
    }

    /** A row that came past JPA, and has no number unless somebody else has numbered it meanwhile. */
    void addNewRow(RecordKey key) {
        written.put(key, new Written(null, Kind.ADDED));
    }

    /** A new record that is changed again is still new; what is deleted stays deleted. */
    private static Written last(Written before, Written now) {
        return now.kind() == Kind.MODIFIED ? before : now;
    }

    boolean isEmpty() {
        return written.isEmpty();
    }

    int size() {
        return written.size();
    }

    /**
     * Numbers them, by an entity manager that has none of them loaded; afterwards it has none of them either.
     *
     * @return where the clocks stand
     * @throws TryAgainException if a clock is missing; nothing is written then
     */
    Collection<ScopeAdvanced> number(EntityManager em, Instant now, String user) {
        em.setFlushMode(FlushModeType.COMMIT);
        LockedRows rows = LockedRows.of(em, registry, written.keySet());
        var numbering = new Numbering(em, registry, rows);
        written.forEach((key, change) -> touched(key, change, rows, numbering));
        ChangeClock clock = numbering.number(Set.of(), now, user, (record, version) -> {});
        List<Touched> numbered = new ArrayList<>(numbering.touched());
        numbered.removeIf(Touched::delete);
        numbered.forEach(record -> em.detach(record.entity()));
        em.flush();
        em.clear();
        numbered.forEach(record -> stamp(em, record));
        return clock.advanced();
    }

    private void touched(RecordKey key, Written change, LockedRows rows, Numbering numbering) {
        SyncCollection collection = registry.get(key.collection());
        if (change.kind() == Kind.DELETED) {
            if (change.record().getSync().isNumbered()) {
                numbering.add(Touched.byEstate(key, collection, change.record(), rows, true));
            }
            return;
        }
        Synchronisable row = rows.present(key);
        if (row == null || change.record() == null && row.getSync().isNumbered()) {
            return; // deleted by a query meanwhile, or numbered by another node
        }
        if (rows.scopeOf(collection, row) == null) {
            throw new IllegalStateException("a record of " + key.collection() + " has no scope: its "
                    + collection.scopeField().name() + " is null");
        }
        numbering.add(Touched.byEstate(key, collection, row, rows, false));
    }

    private static void stamp(EntityManager em, Touched record) {
        SyncState state = record.entity().getSync();
        em.createQuery(record.collection().stampQuery())
                .setParameter("scope", state.getScope())
                .setParameter("number", state.getVersion())
                .setParameter("at", state.getModifiedAt())
                .setParameter("by", state.getModifiedBy())
                .setParameter("id", record.key().id())
                .executeUpdate();
    }
}
