package org.tidemark.sync.push;

import jakarta.persistence.EntityManager;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;
import org.tidemark.mapping.CollectionRegistry;
import org.tidemark.protocol.Conflict;
import org.tidemark.protocol.RecordKey;
import org.tidemark.spi.ChangeApplied;
import org.tidemark.spi.ConflictRegistered;
import org.tidemark.spi.ConflictResolved;
import org.tidemark.spi.Operation;
import org.tidemark.spi.Synchronisable;
import org.tidemark.sync.capture.ApplicationObservers;
import org.tidemark.sync.capture.IndirectWrites;
import org.tidemark.sync.clock.ChangeWriter;
import org.tidemark.sync.clock.LockedRecords;
import org.tidemark.sync.clock.Numbering;
import org.tidemark.sync.decide.Decision;
import org.tidemark.sync.decide.PlannedChange;

/**
 * Tells the application what a transaction does: when all of it is written, so that the database has had its say, and
 * before the clocks are taken, so that observers make nobody wait for a clock, and what they write is numbered with the
 * rest.
 */
final class PushEvents {

    private final CollectionRegistry registry;
    private final ApplicationObservers observers;
    private final IndirectWrites sideWrites;
    private final Author author;
    private final List<Object> events = new ArrayList<>();
    private final Map<RecordKey, AtomicLong> numbers = new HashMap<>();

    PushEvents(CollectionRegistry registry, ApplicationObservers observers, IndirectWrites sideWrites, Author author) {
        this.registry = registry;
        this.observers = observers;
        this.sideWrites = sideWrites;
        this.author = author;
    }

    void applied(PlannedChange plan, Synchronisable record) {
        Decision effect = plan.effect();
        Operation operation = effect instanceof Decision.Insert
                ? Operation.ADDED
                : effect instanceof Decision.Delete ? Operation.DELETED : Operation.MODIFIED;
        var number = new AtomicLong();
        numbers.put(plan.key(), number);
        add(new ChangeApplied(record, operation, author.user(), author.replica(), number::get));
    }

    void registered(Conflict conflict, String scope) {
        Operation client =
                switch (conflict.kind()) {
                    case ADDED_ADDED -> Operation.ADDED;
                    case MODIFIED_MODIFIED, MODIFIED_DELETED -> Operation.MODIFIED;
                    case DELETED_MODIFIED -> Operation.DELETED;
                };
        Operation server =
                switch (conflict.kind()) {
                    case ADDED_ADDED -> Operation.ADDED;
                    case MODIFIED_MODIFIED, DELETED_MODIFIED -> Operation.MODIFIED;
                    case MODIFIED_DELETED -> Operation.DELETED;
                };
        add(new ConflictRegistered(
                conflict.id(),
                registry.get(conflict.key().collection()).javaType(),
                conflict.key().id(),
                client,
                server,
                scope,
                author.user(),
                author.replica()));
    }

    void resolved(UUID conflict, RecordKey key, ConflictResolved.Outcome outcome, String by) {
        registry.find(key.collection())
                .ifPresent(collection -> add(new ConflictResolved(
                        conflict, collection.javaType(), key.id(), outcome, by, author.replica())));
    }

    private void add(Object event) {
        if (observers.observe(event)) {
            events.add(event);
        }
    }

    /**
     * Writes what is decided, tells, and adds what JPA and the observers have written besides to what is to be
     * numbered.
     */
    void tell(EntityManager em, LockedRecords rows, Numbering numbering) {
        if (events.isEmpty() && !sideWrites.areExpected(numbering.touched())) {
            return;
        }
        ChangeWriter.handOver(em, numbering.touched(), registry);
        sideWrites.flushFirst(em, numbering);
        observers.tell(events, em, sideWrites, () -> {
            sideWrites.join(em, rows, numbering);
            rows.readTracesOf(numbering.touched());
        });
    }

    /** The change of this record has got its number. */
    void numbered(RecordKey key, long version) {
        AtomicLong number = numbers.get(key);
        if (number != null) {
            number.set(version);
        }
    }
}
