package org.tidemark.sync;

import jakarta.persistence.EntityManager;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.tidemark.protocol.RecordKey;

/** What a pull reads: the numbers in the changed rows, and the traces of those that left a scope. */
final class ChangeLog {

    private final EntityManager em;
    private final ChangeClock clock;
    private final Instant now;
    private final String user;
    private final List<Tombstone> traces = new ArrayList<>();

    ChangeLog(EntityManager em, ChangeClock clock, Instant now, String user) {
        this.em = em;
        this.clock = clock;
        this.now = now;
        this.user = user;
    }

    /** Gives the change its number in the scope where the record is now, and its departure one in the scope that it left. */
    long number(Touched record, LockedRows rows) {
        if (record.delete()) {
            return leave(record.from(), record.key(), record.previous(), true);
        }
        if (record.hasMoved(rows)) {
            leave(record.from(), record.key(), 0, false);
        }
        String scope = record.to(rows);
        long version = clock.next(scope, record.previous());
        record.entity().getSync().changed(scope, version, now, user);
        return version;
    }

    private long leave(String scope, RecordKey key, long previous, boolean deleted) {
        long version = clock.next(scope, previous);
        var trace = new Tombstone(scope, key);
        trace.left(version, deleted, now, user);
        traces.add(trace);
        return version;
    }

    /** Hands everything to JPA: new records parents first, deleted ones children first. */
    void write(Collection<Touched> touched, Registry registry) {
        removeTraces(touched, registry);
        for (Touched record : touched) {
            if (record.isNew()) {
                em.persist(record.entity());
            }
        }
        touched.stream()
                .filter(Touched::delete)
                .sorted((a, b) -> registry.rank(b.collection().name())
                        - registry.rank(a.collection().name()))
                .map(Touched::entity)
                .filter(em::contains) // what the estate has removed is gone already
                .forEach(em::remove);
        traces.forEach(em::persist);
    }

    /** A record that is (back) in a scope has no trace there, and what was its deletion elsewhere is a departure now. */
    private void removeTraces(Collection<Touched> touched, Registry registry) {
        for (SyncCollection collection : registry.all()) {
            List<Touched> arrived = touched.stream()
                    .filter(r -> !r.delete() && r.collection() == collection)
                    .filter(r ->
                            r.isNew() || !r.from().equals(r.entity().getSync().getScope()))
                    .toList();
            if (arrived.isEmpty()) {
                continue;
            }
            Map<UUID, String> scopes = new HashMap<>();
            arrived.forEach(r -> scopes.put(r.key().id(), r.entity().getSync().getScope()));
            List<Tombstone> old = em.createQuery(
                            "select t from Tombstone t where t.collection = :collection and t.record in :ids",
                            Tombstone.class)
                    .setParameter("collection", collection.name())
                    .setParameter("ids", List.copyOf(scopes.keySet()))
                    .getResultList();
            for (Tombstone trace : old) {
                if (trace.scope().equals(scopes.get(trace.key().id()))) {
                    em.remove(trace);
                } else {
                    trace.departed();
                }
            }
        }
    }
}
