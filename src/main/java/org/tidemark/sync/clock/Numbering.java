package org.tidemark.sync.clock;

import jakarta.persistence.EntityManager;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.function.ObjLongConsumer;
import org.tidemark.mapping.CollectionRegistry;
import org.tidemark.mapping.SyncCollection;
import org.tidemark.metrics.Meters;
import org.tidemark.protocol.RecordKey;
import org.tidemark.spi.Synchronisable;
import org.tidemark.sync.audit.AuditLog;

/**
 * Gives numbers to the records that a transaction changes: those that it touched, and those that follow them into
 * another scope. The clocks are taken here, last, when nothing remains to be decided.
 */
public final class Numbering {

    private final EntityManager em;
    private final CollectionRegistry registry;
    private final LockedRecords rows;
    private final boolean isFirst;
    private final Map<RecordKey, ChangedRecord> touched = new LinkedHashMap<>();
    private ChangeWriter log;
    private UUID replica;

    /** The first of its transaction. */
    public Numbering(EntityManager em, CollectionRegistry registry, LockedRecords rows) {
        this(em, registry, rows, true);
    }

    private Numbering(EntityManager em, CollectionRegistry registry, LockedRecords rows, boolean isFirst) {
        this.em = em;
        this.registry = registry;
        this.rows = rows;
        this.isFirst = isFirst;
    }

    /**
     * Another one in the same transaction. JPA may hold the clocks by now, and one provider (Hibernate) does not read
     * again what it holds. A statement that advanced them past JPA would make it give numbers twice.
     */
    public static Numbering further(EntityManager em, CollectionRegistry registry, LockedRecords rows) {
        return new Numbering(em, registry, rows, false);
    }

    /** On behalf of that replica, as the audit log tells it; null is nobody's. */
    public Numbering by(UUID replica) {
        this.replica = replica;
        return this;
    }

    public void add(ChangedRecord record) {
        touched.put(record.key(), record);
    }

    /** The record if it is to be numbered, or null. */
    public ChangedRecord find(RecordKey key) {
        return touched.get(key);
    }

    /** The records to be numbered; afterwards with those that follow them. */
    public Collection<ChangedRecord> touched() {
        return touched.values();
    }

    /**
     * Takes the clocks and numbers.
     *
     * @param moreScopes whose clocks are needed besides
     * @param numbered is told the number of each record that a change asked for
     */
    public ChangeClocks number(
            Collection<String> moreScopes, Instant now, String user, ObjLongConsumer<ChangedRecord> numbered) {
        boolean moved = touchFollowers();
        Set<String> scopes = new TreeSet<>(moreScopes);
        touched.values().forEach(record -> record.addScopes(scopes, rows));
        int numbers = isFirst && moreScopes.isEmpty() ? touched.size() : 0;
        long began = System.nanoTime();
        ChangeClocks clock = ChangeClocks.take(em, registry.knownScopes(), scopes, numbers);
        Meters.clockWait(Duration.ofNanos(System.nanoTime() - began));
        if (moved) {
            // Once more: what other programs have put under a moved record meanwhile was numbered where that was
            // before.
            touchFollowers();
        }
        log = new ChangeWriter(em, clock, now, user, AuditLog.of(em, user, replica));
        for (ChangedRecord record : touched.values()) {
            long version = log.number(record, rows);
            if (record.asked()) {
                numbered.accept(record, version);
            }
            MovedConflicts.follow(em, record, rows);
        }
        clock.settle(em);
        return clock;
    }

    /**
     * When all numbers are given: hands new and deleted records, tombstones and departures to JPA, without a flush.
     * Where triggers number at once, the clocks are written first: what a trigger of the application changes while the
     * rows are written goes on from there.
     */
    public void write(ChangeClocks clock) {
        if (registry.numbersAtOnce()) {
            clock.write(em);
        }
        log.write(touched.values(), registry, rows);
    }

    /**
     * The records whose scope follows a record that has moved move along.
     *
     * @return whether any has moved
     */
    private boolean touchFollowers() {
        var moved = new ArrayDeque<ChangedRecord>();
        touched.values().stream().filter(record -> record.hasMoved(rows)).forEach(moved::add);
        boolean any = !moved.isEmpty();
        while (!moved.isEmpty()) {
            ChangedRecord parent = moved.remove();
            for (SyncCollection follower : registry.followers(parent.collection())) {
                rows.followers(follower, parent.collection(), parent.key().id())
                        .forEach((key, entity) -> moveAlong(key, follower, entity, moved));
            }
        }
        return any;
    }

    private void moveAlong(
            RecordKey key, SyncCollection collection, Synchronisable entity, Queue<ChangedRecord> moved) {
        if (touched.containsKey(key) || !entity.getSync().isNumbered()) {
            return; // what has no number yet has left no scope, and gets one where it is
        }
        var along = ChangedRecord.along(key, collection, entity);
        if (along.hasMoved(rows)) {
            add(along);
            moved.add(along);
        }
    }
}
