package org.tidemark.sync.pull;

import jakarta.persistence.EntityManager;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.tidemark.mapping.CollectionRegistry;
import org.tidemark.mapping.SyncCollection;
import org.tidemark.memory.Allowance;
import org.tidemark.protocol.Limits;
import org.tidemark.protocol.PullResult;
import org.tidemark.sync.access.CallerRights;
import org.tidemark.sync.clock.UnreadableRecords;

/**
 * One page of a pass over the caller's scopes. A pass is made of rounds. A round first reads the clocks: everything
 * numbered up to there is committed, since a clock is locked from the taking of a number to its commit. Then come the
 * changed records of each scope, collection by collection, and after those of all scopes what has left them, so that a
 * record that moved has arrived before it departs. Closed conflicts come last, when their records are there.
 *
 * <p>A round reads nothing above its clocks, so a record that changes meanwhile may be in none of its pages. Then
 * another round follows. A pass ends with a round during which no clock moved: what it has brought is one state of the
 * server, across collections and scopes.
 *
 * <p>Mostly a round is one small page. If a clock moved while that was read, it is read again, the third time with the
 * clocks locked, and the pass ends. A larger one is sent, and what it missed is small. A pass that has come to no end
 * in some rounds gets a larger page for the rest, with the clocks locked.
 *
 * <p>A scope that is read from the beginning is read by ranges of versions, which others may have been sent before
 * ({@link RangeReader}). For all to find the same ranges none is cut by the end of a page: a page ends where there is
 * no room for a whole one.
 *
 * <p>See docs/protocol.md, P100 to P109.
 */
public final class PullPass {

    /** How many rounds, or tries of one, may come to no end. */
    private static final int PATIENCE = 3;

    /** How many records a page may have that is rather read again than sent. */
    private static final int SMALL = 250;

    /** How many records a page has that ends a pass which came to no end. */
    private static final int LARGEST = Limits.DEFAULT.page();

    private final EntityManager em;
    private final CollectionRegistry registry;
    private final CallerRights rights;
    private final RangeCache ranges;
    private final PageSize size;
    private final PassClocks clocks;
    private RecordReader records;
    private boolean isCareful;
    private boolean isNotedSeldom;

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
        this.size = new PageSize(allowance);
        this.clocks = new PassClocks(em, rights);
        this.records = new RecordReader(em);
    }

    /**
     * Leaves out what cannot be read, and remembers it. In no transaction, so the list of replicas has to be told of
     * the page.
     */
    public PullPass leavingOut(UnreadableRecords unreadable) {
        records = new CarefulReader(em, unreadable);
        isCareful = true;
        return this;
    }

    /** Whether a pass has come to no end in some rounds. */
    public static boolean isLate(PullCursor cursor) {
        return cursor.rounds() >= PATIENCE && cursor.pass() == null;
    }

    /**
     * Nobody takes a number until the transaction ends. As a push does: the replica first, the clocks last.
     *
     * @param replica whose pass it is
     */
    public PullPass hold(PullState replica) {
        replica.lock(em);
        clocks.hold();
        return this;
    }

    /** The page behind the cursor. It has at most so many records, unless the pass would come to no end. */
    public PullResult page(PullState replica, PullCursor cursor, int most) {
        this.replica = replica;
        this.cursor = cursor;
        boolean isLate = cursor.rounds() >= PATIENCE;
        int room = isLate ? Math.max(most, LARGEST) : most;
        for (int tries = isLate ? PATIENCE : 1; ; tries++) {
            boolean isLastTry = tries >= PATIENCE;
            if (isLastTry && !isCareful && cursor.pass() == null) {
                hold(replica);
            }
            Optional<PullResult> page = read(room, isLastTry);
            if (page.isPresent()) {
                return page.get();
            }
            size.empty();
        }
    }

    /**
     * All that there is behind the cursor, on one page that ends the pass. Nobody waits for it, and it is noted once in
     * a while.
     *
     * @return empty if there is more than so many records, if a scope is read anew, or if something changed meanwhile
     */
    public Optional<PullResult> atOnce(PullState replica, PullCursor cursor, int most) {
        this.replica = replica;
        this.cursor = cursor;
        isNotedSeldom = true;
        return read(most, false).filter(page -> !page.more() && pass.reset().isEmpty());
    }

    /** Empty if it were better read again, since a clock moved meanwhile. */
    private Optional<PullResult> read(int room, boolean isLastTry) {
        page = new PullPage(size, room);
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
            StepReader reader = reader(step, after, room);
            if (!reader.read()) {
                return Optional.of(more(step, reader.after()));
            }
        }
        if (at < steps.size()) {
            return Optional.of(more(steps.get(at), after));
        }
        PassClocks.Missed missed = clocks.missed(seen, pass, upTo);
        boolean isSmallRound = cursor.pass() == null && page.count() <= SMALL;
        return isSmallRound && missed.isBehind() && !isLastTry ? Optional.empty() : Optional.of(end(missed));
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
                yield new ChangedReader(
                        page, records, step, left, after, pass.upTo().get(scope));
            }
            case REMOVED ->
                new RemovedReader(page, em, scope, after, pass.upTo().get(scope));
            case SETTLED -> {
                long end = step.isOfNoScope() ? pass.tell() : pass.upTo().get(scope);
                yield new SettledReader(page, em, cursor.user(), replica.id(), scope, after, end);
            }
        };
    }

    /**
     * The version that a step begins above. What was closed before is known, though the scope's records are read anew.
     */
    private long beginning(PassStep step, boolean reset) {
        if (step.kind() == PassStep.Kind.LEFT_OUT) {
            return 0;
        }
        if (step.isOfNoScope()) {
            return cursor.told();
        }
        return reset && step.kind() != PassStep.Kind.SETTLED ? 0 : seen.getOrDefault(step.scope(), 0L);
    }

    /** The round goes on in the next page. */
    private PullResult more(PassStep step, long after) {
        var rest = new PullCursor.Pass(upTo, pass.reset(), pass.tell(), step.name(), after);
        return result(cursor.told(), cursor.rounds(), rest, Map.of());
    }

    /** The round is at its end, and the pass too if nothing happened meanwhile. */
    private PullResult end(PassClocks.Missed missed) {
        upTo.keySet().removeAll(missed.overtaken());
        seen.putAll(upTo);
        long told = pass.upTo().isEmpty() ? cursor.told() : pass.tell();
        if (!missed.isNothing()) {
            return result(told, cursor.rounds() + 1, null, Map.of());
        }
        if (!isCareful && !(isNotedSeldom && replica.isFresh())) {
            replica.note(em, seen);
        }
        return result(told, 0, null, cursor.rounds() == 0 ? upTo : seen);
    }

    private PullResult result(long told, int rounds, PullCursor.Pass rest, Map<String, Long> news) {
        next = new PullCursor(cursor.epoch(), cursor.user(), seen, told, left, rounds, rest);
        return page.result(next, rounds > 0 || rest != null, news);
    }

    /** The cursor behind the page. */
    public PullCursor next() {
        return next;
    }
}
