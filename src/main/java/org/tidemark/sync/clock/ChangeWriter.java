package org.tidemark.sync.clock;

import jakarta.persistence.EntityManager;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.tidemark.mapping.CollectionRegistry;
import org.tidemark.mapping.SyncCollection;
import org.tidemark.protocol.RecordKey;
import org.tidemark.sync.audit.AuditLog;
import org.tidemark.sync.audit.AuditLog.Manner;
import org.tidemark.sync.state.Tombstone;

/** What a pull reads: the numbers in the changed rows, and the traces of those that left a scope. */
public final class ChangeWriter {

    private final EntityManager em;
    private final ChangeClocks clock;
    private final Instant now;
    private final String user;
    private final AuditLog audit;
    private final List<Tombstone> traces = new ArrayList<>();

    ChangeWriter(EntityManager em, ChangeClocks clock, Instant now, String user, AuditLog audit) {
        this.em = em;
        this.clock = clock;
        this.now = now;
        this.user = user;
        this.audit = audit;
    }

    /**
     * Gives the change its number in the scope where the record is now, and its departure one in the scope that it
     * left. Whatever gets a number is told to the audit log.
     */
    long number(ChangedRecord record, LockedRecords rows) {
        if (record.delete()) {
            long version = leave(record.from(), record.key(), record.previous(), true, rows);
            audit.changed(record.key(), Manner.DELETED, record.fields(), null, record.from(), version);
            return version;
        }
        boolean hasMoved = record.hasMoved(rows);
        if (hasMoved) {
            leave(record.from(), record.key(), 0, false, rows);
        }
        String scope = record.to(rows);
        long version = clock.next(scope, record.previous());
        record.entity().getSync().changed(scope, version, now, user);
        Manner manner = record.isNew() ? Manner.ADDED : Manner.MODIFIED;
        audit.changed(record.key(), manner, record.fields(), hasMoved ? record.from() : null, scope, version);
        return version;
    }

    /** If the row was written before, the trigger of a database that numbers at once may have left the trace. */
    private long leave(String scope, RecordKey key, long previous, boolean deleted, LockedRecords rows) {
        long version = clock.next(scope, previous);
        Tombstone trace = rows.traces(key).stream()
                .filter(left -> left.scope().equals(scope))
                .findFirst()
                .orElseGet(() -> new Tombstone(scope, key));
        trace.left(version, deleted, now, user);
        traces.add(trace);
        return version;
    }

    /** Hands everything to JPA. */
    void write(Collection<ChangedRecord> touched, CollectionRegistry registry, LockedRecords rows) {
        removeTraces(touched, registry, rows);
        handOver(em, touched, registry);
        traces.forEach(em::persist);
    }

    /** Hands the records to JPA, unless it has them: new ones parents first, deleted ones children first. */
    public static void handOver(EntityManager em, Collection<ChangedRecord> touched, CollectionRegistry registry) {
        for (ChangedRecord record : touched) {
            if (record.isNew()) {
                em.persist(record.entity());
            }
        }
        touched.stream()
                .filter(ChangedRecord::delete)
                .sorted((a, b) -> registry.rank(b.collection().name())
                        - registry.rank(a.collection().name()))
                .map(ChangedRecord::entity)
                .filter(em::contains) // what the application has removed is gone already
                .forEach(em::remove);
    }

    /**
     * A record that is (back) in a scope has no trace there, and what was its deletion elsewhere is a departure now.
     */
    private void removeTraces(Collection<ChangedRecord> touched, CollectionRegistry registry, LockedRecords rows) {
        Map<RecordKey, String> moved = new HashMap<>();
        for (ChangedRecord record : touched) {
            if (record.isNew()) {
                String scope = record.entity().getSync().getScope();
                rows.traces(record.key()).forEach(trace -> remove(trace, scope));
            } else if (!record.delete()
                    && !record.from().equals(record.entity().getSync().getScope())) {
                moved.put(record.key(), record.entity().getSync().getScope());
            }
        }
        for (SyncCollection collection : registry.all()) {
            List<UUID> ids = moved.keySet().stream()
                    .filter(key -> key.collection().equals(collection.name()))
                    .map(RecordKey::id)
                    .toList();
            if (!ids.isEmpty()) {
                em.createQuery(
                                "select t from Tombstone t where t.collection = :collection and t.record in :ids",
                                Tombstone.class)
                        .setParameter("collection", collection.name())
                        .setParameter("ids", ids)
                        .getResultList()
                        .forEach(trace -> remove(trace, moved.get(trace.key())));
            }
        }
    }

    private void remove(Tombstone trace, String scope) {
        if (trace.scope().equals(scope)) {
            em.remove(trace);
        } else {
            trace.departed();
        }
    }
}
