package org.tidemark.sync.pull;

import jakarta.persistence.EntityManager;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.tidemark.mapping.CollectionRegistry;
import org.tidemark.mapping.SyncCollection;
import org.tidemark.memory.Allowance;
import org.tidemark.protocol.PullResult;
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
 * <p>See docs/protocol.md, P100 to P109.
 */
public final class PullPass {

    private final EntityManager em;
    private final CollectionRegistry registry;
    private final CallerRights rights;
    private final RangeCache ranges;
    private final Allowance allowance;
    private final PassClocks clocks;
    private RecordReader records;
    private boolean isCareful;

    private PullState replica;
    private PullCursor cursor;
    private PullCursor.Pass pass;
    private PullPage page;
    private PullCursor next;

    /** What the replica will have seen, what this pass will add to that, and what it will not have been sent of it. */
    private Map<String, Long> seen;

    private Map<String, Long> upTo;
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
        this.allowance = allowance;
        this.clocks = new PassClocks(em, rights);
        this.records = new RecordReader(em);
    }

    /** Leaves out what cannot be read, and remembers it. In no transaction, so the list of replicas has to be told of the page. */
    public PullPass leavingOut(UnreadableRecords unreadable) {
        records = new CarefulReader(em, unreadable);
        isCareful = true;
        return this;
    }

    /** The page behind the cursor, of at most so many records. */
    public PullResult page(PullState replica, PullCursor cursor, int most) {
        this.replica = replica;
        this.cursor = cursor;
        page = new PullPage(allowance, most);
        begin();
        List<PassStep> steps = PassStep.of(pass, registry, cursor);
        int at = indexOfNext(steps);
        // If the collection that it had come to is gone by now, how far that one was read says nothing of the others.
        long after = at >= 0 ? pass.after() : 0;
        for (at = Math.max(0, at); at < steps.size() && !page.isFull(); at++, after = 0) {
            PassStep step = steps.get(at);
            if (!step.isOfNoScope() && !rights.mayRead(step.scope())) {
                dropWhatCame(step.scope());
                continue;
            }
            page.size().begin();
            StepReader reader = reader(step, after, most);
            if (!reader.read()) {
                return more(step, reader.after());
            }
        }
        return at < steps.size() ? more(steps.get(at), after) : end();
    }

    private void begin() {
        seen = new TreeMap<>(cursor.seen());
        left = cursor.left().copy();
        pass = cursor.pass();
        if (pass == null) {
            if (seen.isEmpty()) {
                // Its cursor may have been lost, and with it that it has scopes that are to be dropped.
                replica.noted().forEach(seen::putIfAbsent);
                seen.keySet().removeIf(rights::mayRead);
            }
            pass = clocks.begin(seen, replica.settled());
            List.copyOf(seen.keySet()).stream()
                    .filter(scope -> !rights.mayRead(scope))
                    .forEach(this::drop);
            pass.reset().forEach(left::forget);
        }
        upTo = new TreeMap<>(pass.upTo());
    }

    private int indexOfNext(List<PassStep> steps) {
        return steps.stream().map(PassStep::name).toList().indexOf(pass.step());
    }

    private void drop(String scope) {
        page.scope(scope).dropped();
        left.forget(scope);
        seen.remove(scope);
    }

    /** What earlier pages brought of it has to go; should the right come back, the scope is read from the beginning. */
    private void dropWhatCame(String scope) {
        drop(scope);
        upTo.remove(scope);
    }

    private StepReader reader(PassStep step, long cameTo, int most) {
        String scope = step.scope();
        boolean reset = pass.reset().contains(scope);
        if (reset && cameTo == 0 && step.collection() == registry.all().get(0)) {
            page.scope(scope).reset();
        }
        long after = cameTo == 0 ? beginning(step, reset) : cameTo;
        return switch (step.kind()) {
            case LEFT_OUT -> new LeftOutReader(page, records, registry, rights, left, after);
            case RECORDS -> {
                if (reset && !isCareful && most >= ranges.records()) {
                    SyncCollection all = step.collection();
                    var start = new RangeCache.Start(cursor.epoch(), scope, all.name(), after);
                    yield new RangeReader(
                            page, em, records, ranges, all, start, pass.upTo().get(scope));
                }
                yield new ChangedReader(page, records, step, left, after);
            }
            case REMOVED ->
                new RemovedReader(page, em, scope, after, pass.upTo().get(scope));
            case SETTLED -> {
                long end = step.isOfNoScope() ? pass.tell() : pass.upTo().get(scope);
                yield new SettledReader(page, em, cursor.user(), replica.id(), scope, after, end);
            }
        };
    }

    /** The version that a step begins above. What was closed before is known, though the scope's records are read anew. */
    private long beginning(PassStep step, boolean reset) {
        if (step.kind() == PassStep.Kind.LEFT_OUT) {
            return 0;
        }
        if (step.isOfNoScope()) {
            return cursor.told();
        }
        return reset && step.kind() != PassStep.Kind.SETTLED ? 0 : seen.getOrDefault(step.scope(), 0L);
    }

    /** The pass goes on in the next page. */
    private PullResult more(PassStep step, long after) {
        var rest = new PullCursor.Pass(upTo, pass.reset(), pass.tell(), step.name(), after);
        next = new PullCursor(cursor.epoch(), cursor.user(), seen, cursor.told(), left, rest);
        return page.result(next, true, Map.of());
    }

    /** The pass is at its end. It begins again at once where tombstones were purged while it read. */
    private PullResult end() {
        boolean again = upTo.keySet().removeAll(clocks.overtaken(seen, pass));
        seen.putAll(upTo);
        if (!isCareful) {
            replica.note(em, seen);
        }
        long told = pass.upTo().isEmpty() ? cursor.told() : pass.tell();
        next = new PullCursor(cursor.epoch(), cursor.user(), seen, told, left, null);
        return page.result(next, again, again ? Map.of() : upTo);
    }

    /** The cursor behind the page. */
    public PullCursor next() {
        return next;
    }
}
