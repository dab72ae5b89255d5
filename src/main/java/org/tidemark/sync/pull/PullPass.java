package org.tidemark.sync.pull;

import jakarta.persistence.EntityManager;
import jakarta.persistence.Query;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import java.util.function.IntSupplier;
import java.util.function.Supplier;
import java.util.function.ToIntFunction;
import org.tidemark.mapping.CollectionRegistry;
import org.tidemark.mapping.field.PullProjection;
import org.tidemark.memory.Allowance;
import org.tidemark.protocol.PullResult;
import org.tidemark.protocol.PullResult.Scope;
import org.tidemark.protocol.PullResult.Settled;
import org.tidemark.sync.access.CallerRights;
import org.tidemark.sync.clock.UnreadableRecords;

/**
 * One page of a pass over the caller's scopes. A pass first reads the clocks: everything numbered up to there is committed, since a
 * clock is locked from the taking of a number to its commit. Then come the changed records of each scope, collection by collection,
 * and after those of all scopes what has left them, so that a record that moved has arrived before it departs. Closed conflicts come
 * last, when their records are there. At the end the replica has seen each scope up to the clock as it was at the beginning.
 *
 * <p>Records are read without an upper bound: one that changes during the pass is sent later in it, or again in the next, but is
 * never missing at the end of a reset. Departures are bounded by the clocks, since their arrivals elsewhere must have been sent.
 *
 * <p>A scope that is read from the beginning is read by ranges of versions, which others may have been sent before ({@link RangeReader}). For
 * all to find the same ranges none is cut by the end of a page: a page ends where there is no room for a whole one.
 *
 * <p>A page ends by its bytes as well, and where there is no memory for more of it: see {@link PageSize}.
 *
 * <p>See docs/protocol.md, P100 to P109.
 */
public final class PullPass {

    private final EntityManager em;
    private final CollectionRegistry registry;
    private final CallerRights rights;
    private final RangeCache ranges;
    private final PageSize size;
    private final PassClocks clocks;
    private RecordReader records;
    private boolean isCareful;
    private final Map<String, Scope> scopes = new LinkedHashMap<>();
    private final List<Settled> settled = new ArrayList<>();

    private static final int BYTES_OF_REMOVED = 64;

    /** How many more records the page may have, and the version that the current step has come to. */
    private int room;

    private long after;

    /** What the replica will not have been sent. */
    private LeftOut left;

    public PullPass(
            EntityManager em,
            CollectionRegistry registry,
            CallerRights rights,
            RangeCache ranges,
            Allowance allowance) {
        this.em = em;
        this.registry = registry;
        this.rights = rights;
        this.ranges = ranges;
        this.size = new PageSize(allowance);
        this.clocks = new PassClocks(em, rights);
        this.records = new RecordReader(em);
    }

    /** Leaves out what cannot be read, and remembers it. In no transaction, so the list of replicas has to be told of the page. */
    public PullPass leavingOut(UnreadableRecords unreadable) {
        records = new CarefulReader(em, unreadable);
        isCareful = true;
        return this;
    }

    public PullResult page(PullState replica, PullCursor cursor, int page) {
        Map<String, Long> seen = new TreeMap<>(cursor.seen());
        if (seen.isEmpty() && cursor.pass() == null) {
            // Its cursor may have been lost, and with it that it has scopes that are to be dropped.
            replica.noted().forEach(seen::putIfAbsent);
            seen.keySet().removeIf(rights::mayRead);
        }
        left = cursor.left().copy();
        PullCursor.Pass pass = cursor.pass();
        if (pass == null) {
            pass = clocks.begin(seen, replica.settled());
            dropUnreadable(seen);
            pass.reset().forEach(left::forget);
        }
        Map<String, Long> upTo = new TreeMap<>(pass.upTo());
        List<PassStep> steps = PassStep.of(pass, registry, cursor);
        int at = goOn(steps, pass);
        room = page;
        for (; at < steps.size() && room > 0 && !size.isReached(); at++, after = 0) {
            PassStep step = steps.get(at);
            if (!step.isOfNoScope() && !rights.mayRead(step.scope())) {
                // What earlier pages brought of it has to go; should the right come back, the scope is read from the
                // beginning.
                scope(step.scope()).dropped();
                left.forget(step.scope());
                upTo.remove(step.scope());
                seen.remove(step.scope());
                continue;
            }
            boolean reset = pass.reset().contains(step.scope());
            boolean byRanges = reset && !isCareful && page >= ranges.records();
            if (reset && after == 0 && step.collection() == registry.all().get(0)) {
                scope(step.scope()).reset();
            }
            if (after == 0) {
                after = begins(step, cursor, seen, reset);
            }
            size.begin();
            boolean isAtEnd =
                    switch (step.kind()) {
                        case LEFT_OUT -> readLeftOut();
                        case RECORDS -> byRanges ? readRanges(step, cursor.epoch(), pass) : readChanged(step);
                        case REMOVED -> readRemoved(step, pass);
                        case SETTLED -> readSettled(step, replica, cursor.user(), pass);
                    };
            if (!isAtEnd) {
                break;
            }
        }
        if (at < steps.size()) {
            var rest = new PullCursor.Pass(
                    upTo, pass.reset(), pass.tell(), steps.get(at).name(), after);
            return result(
                    new PullCursor(cursor.epoch(), cursor.user(), seen, cursor.told(), left, rest), true, Map.of());
        }
        boolean again = upTo.keySet().removeAll(clocks.overtaken(seen, pass));
        seen.putAll(upTo);
        if (!isCareful) {
            replica.note(em, seen);
        }
        long told = pass.upTo().isEmpty() ? cursor.told() : pass.tell();
        return result(
                new PullCursor(cursor.epoch(), cursor.user(), seen, told, left, null), again, again ? Map.of() : upTo);
    }

    private PullResult result(PullCursor cursor, boolean more, Map<String, Long> upTo) {
        return new PullResult(cursor.text(), more, List.copyOf(scopes.values()), List.copyOf(settled), upTo);
    }

    private void dropUnreadable(Map<String, Long> seen) {
        for (String scope : List.copyOf(seen.keySet())) {
            if (!rights.mayRead(scope)) {
                scope(scope).dropped();
                left.forget(scope);
                seen.remove(scope);
            }
        }
    }

    /**
     * Where a pass goes on; at its beginning if the collection that it had come to is gone by now. How far that one was read says nothing
     * of the others.
     */
    private int goOn(List<PassStep> steps, PullCursor.Pass pass) {
        for (int i = 0; i < steps.size(); i++) {
            if (steps.get(i).name().equals(pass.step())) {
                after = pass.after();
                return i;
            }
        }
        after = 0;
        return 0;
    }

    /** The version that a step begins above. What was closed before is known, though the scope's records are read anew. */
    private static long begins(PassStep step, PullCursor cursor, Map<String, Long> seen, boolean reset) {
        if (step.kind() == PassStep.Kind.LEFT_OUT) {
            return 0;
        }
        if (step.isOfNoScope()) {
            return cursor.told();
        }
        return reset && step.kind() != PassStep.Kind.SETTLED ? 0 : seen.getOrDefault(step.scope(), 0L);
    }

    /** Reads on by ranges; returns whether the step is at its end. */
    private boolean readRanges(PassStep step, UUID epoch, PullCursor.Pass pass) {
        var beginning =
                new RangeCache.Start(epoch, step.scope(), step.collection().name(), 0);
        var reader = new RangeReader(
                em, records, ranges, step.collection(), beginning, pass.upTo().get(step.scope()), size);
        while (room > 0) {
            RangeReader.Read read = reader.read(after, room);
            if (!read.isEmpty()) {
                Scope scope = scope(step.scope());
                read.ranges().forEach(range -> {
                    scope.upserted(step.collection().name(), range.records(), range.count());
                    read(range.count(), range.upTo());
                });
                if (read.rest().count() > 0) {
                    RangeReader.Rest rest = read.rest();
                    scope.upserted(step.collection().name(), rest.records(), rest.count());
                    read(rest.count(), rest.upTo());
                }
            }
            if (read.isAtEnd() || read.isEmpty()) {
                return read.isAtEnd();
            }
        }
        return false;
    }

    private void read(int count, long upTo) {
        room -= count;
        after = upTo;
    }

    /** Reads on by rows, in portions; returns whether the step is at its end. */
    private boolean readRows(IntSupplier most, Supplier<Query> query, ToIntFunction<List<Object[]>> add) {
        for (int limit = size.next(most.getAsInt()); limit > 0; limit = size.next(most.getAsInt())) {
            List<Object[]> rows = PullProjection.rows(query.get().setMaxResults(limit));
            int taken = rows.isEmpty() ? 0 : add.applyAsInt(rows);
            if (rows.size() < limit && taken == rows.size()) {
                return true;
            }
        }
        return false;
    }

    /** Reads on by records, in portions; returns whether the step is at its end. */
    private boolean readChanged(PassStep step) {
        for (int limit = size.next(room); limit > 0; limit = size.next(room)) {
            Records some = records.changed(step.collection(), step.scope(), after, limit);
            int taken = some.size() == 0 ? 0 : addChanged(step, some);
            if (some.size() < limit && taken == some.size()) {
                return true;
            }
        }
        return false;
    }

    /** Adds the records that the page has bytes for; returns how many. */
    private int addChanged(PassStep step, Records some) {
        Scope scope = scope(step.scope());
        long before = scope.size();
        int taken = 0;
        while (taken < some.size() && size.takes(scope.size() - before)) {
            int next = taken++;
            var one = new LeftOut.One(step.scope(), step.collection().name(), some.id(next));
            if (some.isUnreadable(next)) {
                left.add(one);
            } else if (some.isThere(next)) {
                scope.upserted(one.collection(), json -> some.write(next, json));
                left.remove(one);
            }
        }
        read(taken, some.version(taken - 1));
        size.count(taken, scope.size() - before);
        return taken;
    }

    /** Tries again what earlier pulls left out; returns whether all of it was tried. */
    private boolean readLeftOut() {
        LeftOutReader.Read read =
                new LeftOutReader(records, registry, rights, left, size).read(after, room, this::scope);
        read(read.tried(), read.after());
        return read.isAtEnd();
    }

    private boolean readRemoved(PassStep step, PullCursor.Pass pass) {
        return readRows(
                () -> room,
                () -> em.createQuery("select t.record, t.version, t.collection from Tombstone t where t.scope = :scope"
                                + " and t.version > :after and t.version <= :upTo order by t.version")
                        .setParameter("scope", step.scope())
                        .setParameter("after", after)
                        .setParameter("upTo", pass.upTo().get(step.scope())),
                rows -> {
                    Scope scope = scope(step.scope());
                    rows.forEach(row -> scope.removed((String) row[2], (UUID) row[0]));
                    read(rows.size(), version(rows, rows.size()));
                    size.count(rows.size(), (long) rows.size() * BYTES_OF_REMOVED);
                    return rows.size();
                });
    }

    private boolean readSettled(PassStep step, PullState replica, String user, PullCursor.Pass pass) {
        long upTo = step.isOfNoScope() ? pass.tell() : pass.upTo().get(step.scope());
        return readRows(
                () -> Integer.MAX_VALUE,
                () -> SettledConflicts.query(em, user, replica.id(), step.scope(), after, upTo),
                rows -> {
                    rows.stream().map(SettledConflicts::of).forEach(settled::add);
                    after = version(rows, rows.size());
                    size.count(rows.size(), (long) rows.size() * SettledConflicts.BYTES);
                    return rows.size();
                });
    }

    private static long version(List<Object[]> rows, int count) {
        return (long) rows.get(count - 1)[1];
    }

    private Scope scope(String name) {
        return scopes.computeIfAbsent(name, Scope::new);
    }
}
