package org.tidemark.sync.clock;

import org.tidemark.mapping.Registry;
import org.tidemark.mapping.SyncCollection;
import jakarta.persistence.EntityManager;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.ObjLongConsumer;
import org.tidemark.protocol.RecordKey;
import org.tidemark.spi.Synchronisable;

/**
 * Gives numbers to the records that a transaction changes: those that it touched, and those that follow them into another scope. The
 * clocks are taken here, last, when nothing remains to be decided.
 */
public final class Numbering {

    private final EntityManager em;
    private final Registry registry;
    private final LockedRows rows;
    private final Map<RecordKey, Touched> touched = new LinkedHashMap<>();
    private ChangeLog log;

    public Numbering(EntityManager em, Registry registry, LockedRows rows) {
        this.em = em;
        this.registry = registry;
        this.rows = rows;
    }

    public void add(Touched record) {
        touched.put(record.key(), record);
    }

    /** The record if it is to be numbered, or null. */
    public Touched find(RecordKey key) {
        return touched.get(key);
    }

    /** The records to be numbered; afterwards with those that follow them. */
    public Collection<Touched> touched() {
        return touched.values();
    }

    /**
     * Takes the clocks and numbers.
     *
     * @param moreScopes whose clocks are needed besides
     * @param numbered is told the number of each record that a change asked for
     */
    public ChangeClock number(Collection<String> moreScopes, Instant now, String user, ObjLongConsumer<Touched> numbered) {
        boolean moved = touchFollowers();
        Set<String> scopes = new TreeSet<>(moreScopes);
        touched.values().forEach(record -> record.addScopes(scopes, rows));
        ChangeClock clock = ChangeClock.take(em, registry.knownScopes(), scopes);
        if (moved) {
            // Once more: what other programs have put under a moved record meanwhile was numbered where that was
            // before.
            touchFollowers();
        }
        log = new ChangeLog(em, clock, now, user);
        for (Touched record : touched.values()) {
            long version = log.number(record, rows);
            if (record.asked()) {
                numbered.accept(record, version);
            }
            MovedConflicts.follow(em, record, rows);
        }
        return clock;
    }

    /**
     * When all numbers are given: hands new and deleted records, tombstones and departures to JPA, without a flush. Where triggers
     * number at once, the clocks are written first: what a trigger of the estate changes while the rows are written goes on from there.
     */
    public void write(ChangeClock clock) {
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
        var moved = new ArrayDeque<Touched>();
        touched.values().stream().filter(record -> record.hasMoved(rows)).forEach(moved::add);
        boolean any = !moved.isEmpty();
        while (!moved.isEmpty()) {
            Touched parent = moved.remove();
            for (SyncCollection follower : registry.followers(parent.collection())) {
                rows.followers(follower, parent.collection(), parent.key().id())
                        .forEach((key, entity) -> moveAlong(key, follower, entity, moved));
            }
        }
        return any;
    }

    private void moveAlong(RecordKey key, SyncCollection collection, Synchronisable entity, Queue<Touched> moved) {
        if (touched.containsKey(key) || !entity.getSync().isNumbered()) {
            return; // what has no number yet has left no scope, and gets one where it is
        }
        var along = Touched.along(key, collection, entity);
        if (along.hasMoved(rows)) {
            add(along);
            moved.add(along);
        }
    }
}
