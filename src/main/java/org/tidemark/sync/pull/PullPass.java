package org.tidemark.sync.pull;

import jakarta.persistence.EntityManager;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;
import org.tidemark.mapping.CollectionRegistry;
import org.tidemark.mapping.SyncCollection;
import org.tidemark.mapping.field.PullProjection;
import org.tidemark.protocol.PullResult;
import org.tidemark.protocol.PullResult.Scope;
import org.tidemark.protocol.PullResult.Settled;
import org.tidemark.protocol.Refusal;
import org.tidemark.sync.access.Allowance;
import org.tidemark.sync.access.CallerRights;
import org.tidemark.sync.state.ConflictEntry;
import org.tidemark.sync.state.ScopeClock;

/**
 * One page of a pass over the caller's scopes. A pass first reads the clocks: everything numbered up to there is committed, since a
 * clock is locked from the taking of a number to its commit. Then come the changed records of each scope, collection by collection,
 * and after those of all scopes what has left them, so that a record that moved has arrived before it departs. At the end the
 * replica has seen each scope up to the clock as it was at the beginning.
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
    private final Map<String, Scope> scopes = new LinkedHashMap<>();

    /** How many more records the page may have, and the version that the current step has come to. */
    private int room;

    private long after;

    /** A step of a pass: the changed records of a collection in a scope, or what has left a scope. */
    private record Step(String scope, SyncCollection collection) {

        String name() {
            return (collection == null ? "" : collection.name()) + "/" + scope;
        }
    }

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
    }

    public PullResult page(PullState replica, PullCursor cursor, int page) {
        Map<String, Long> seen = new TreeMap<>(cursor.seen());
        if (seen.isEmpty() && cursor.pass() == null) {
            // Its cursor may have been lost, and with it that it has scopes that are to be dropped.
            replica.noted().forEach(seen::putIfAbsent);
            seen.keySet().removeIf(rights::mayRead);
        }
        PullCursor.Pass pass = cursor.pass() != null ? cursor.pass() : begin(seen);
        Map<String, Long> upTo = new TreeMap<>(pass.upTo());
        List<Step> steps = steps(pass);
        int at = goOn(steps, pass);
        room = page;
        for (; at < steps.size() && room > 0 && !size.isReached(); at++, after = 0) {
            Step step = steps.get(at);
            if (!rights.mayRead(step.scope())) {
                // What earlier pages brought of it has to go; should the right come back, the scope is read from the
                // beginning.
                scope(step.scope()).dropped();
                upTo.remove(step.scope());
                seen.remove(step.scope());
                continue;
            }
            boolean reset = pass.reset().contains(step.scope());
            boolean byRanges = reset && page >= ranges.records();
            if (reset && after == 0 && step.collection() == registry.all().get(0)) {
                scope(step.scope()).reset();
            }
            if (after == 0) {
                after = reset ? 0 : seen.getOrDefault(step.scope(), 0L);
            }
            boolean isAtEnd = byRanges ? readRanges(step, cursor.epoch(), pass) : readRows(step, pass);
            if (!isAtEnd) {
                break;
            }
        }
        if (at < steps.size()) {
            var rest = new PullCursor.Pass(upTo, pass.reset(), steps.get(at).name(), after);
            return result(new PullCursor(cursor.epoch(), cursor.user(), seen, rest), true, List.of(), Map.of());
        }
        List<Settled> settled = settled(replica, cursor.user(), seen, pass);
        boolean again = upTo.keySet().removeAll(overtaken(seen, pass));
        seen.putAll(upTo);
        note(replica, seen);
        return result(
                new PullCursor(cursor.epoch(), cursor.user(), seen, null), again, settled, again ? Map.of() : upTo);
    }

    private PullResult result(PullCursor cursor, boolean more, List<Settled> settled, Map<String, Long> upTo) {
        return new PullResult(cursor.text(), more, List.copyOf(scopes.values()), settled, upTo);
    }

    /** Reads the clocks: which scopes have news, which are new to the replica, and which it may no longer read. */
    private PullCursor.Pass begin(Map<String, Long> seen) {
        Map<String, ScopeClock> clocks = new TreeMap<>();
        if (!rights.readable().isEmpty()) {
            em.createQuery("select c from ScopeClock c where c.scope in :scopes", ScopeClock.class)
                    .setParameter("scopes", rights.readable())
                    .getResultList()
                    .forEach(clock -> clocks.put(clock.scope(), clock));
        }
        Map<String, Long> upTo = new TreeMap<>();
        Set<String> reset = new TreeSet<>();
        for (String scope : new TreeSet<>(rights.readable())) {
            ScopeClock clock = clocks.get(scope);
            long now = clock == null ? 0 : clock.version();
            Long read = seen.get(scope);
            if (read != null && read > now) {
                throw Refusal.replicaResetRequired("the server was restored: it has forgotten what the replica knows");
            }
            if (read == null || (clock != null && read < clock.horizon())) {
                reset.add(scope);
                upTo.put(scope, now);
            } else if (read < now) {
                upTo.put(scope, now);
            }
        }
        for (String scope : new TreeSet<>(seen.keySet())) {
            if (!rights.mayRead(scope)) {
                scope(scope).dropped();
                seen.remove(scope);
            }
        }
        return new PullCursor.Pass(upTo, reset, "", 0);
    }

    /** The scopes whose tombstones were purged while the pass read them: they are read anew, from the beginning. */
    private Set<String> overtaken(Map<String, Long> seen, PullCursor.Pass pass) {
        Set<String> asked = new TreeSet<>(pass.upTo().keySet());
        asked.removeAll(pass.reset());
        Set<String> overtaken = new TreeSet<>();
        if (!asked.isEmpty()) {
            for (Object[] row : PullProjection.rows(
                    em.createQuery("select c.scope, c.horizon from ScopeClock c where c.scope in :scopes")
                            .setParameter("scopes", asked))) {
                if (seen.getOrDefault((String) row[0], 0L) < (long) row[1]) {
                    overtaken.add((String) row[0]);
                }
            }
        }
        return overtaken;
    }

    private List<Step> steps(PullCursor.Pass pass) {
        List<Step> steps = new ArrayList<>();
        for (String scope : pass.upTo().keySet()) {
            registry.all().forEach(collection -> steps.add(new Step(scope, collection)));
        }
        for (String scope : pass.upTo().keySet()) {
            if (!pass.reset().contains(scope)) {
                steps.add(new Step(scope, null));
            }
        }
        return steps;
    }

    /**
     * Where a pass goes on; at its beginning if the collection that it had come to is gone by now. How far that one was read says nothing
     * of the others.
     */
    private int goOn(List<Step> steps, PullCursor.Pass pass) {
        for (int i = 0; i < steps.size(); i++) {
            if (steps.get(i).name().equals(pass.step())) {
                after = pass.after();
                return i;
            }
        }
        after = 0;
        return 0;
    }

    /** Reads on by ranges; returns whether the step is at its end. */
    private boolean readRanges(Step step, UUID epoch, PullCursor.Pass pass) {
        var beginning =
                new RangeCache.Start(epoch, step.scope(), step.collection().name(), 0);
        var reader = new RangeReader(
                em, ranges, step.collection(), beginning, pass.upTo().get(step.scope()));
        while (room > 0) {
            int most = size.next(ranges.records(), room);
            if (most == 0) {
                return false;
            }
            RangeReader.Read read = reader.read(after, most);
            for (CachedRange range : read.ranges()) {
                scope(step.scope()).upserted(step.collection().name(), range.records(), range.count());
                room -= range.count();
                after = range.upTo();
            }
            add(step, read.rest());
            count(read.ranges().stream().mapToInt(CachedRange::count).sum()
                    + read.rest().size());
            if (read.isAtEnd() || read.isEmpty()) {
                return read.isAtEnd();
            }
        }
        return false;
    }

    /** Reads on by rows; returns whether the step is at its end. */
    private boolean readRows(Step step, PullCursor.Pass pass) {
        if (step.collection() == null) {
            add(step, left(step, pass));
            return room > 0;
        }
        for (int limit = size.next(1, room); limit > 0; limit = size.next(1, room)) {
            List<Object[]> rows = PullProjection.rows(
                    step.collection().changed(em, step.scope(), after).setMaxResults(limit));
            add(step, rows);
            if (rows.size() < limit) {
                return true;
            }
            count(rows.size());
        }
        return false;
    }

    private void count(int records) {
        size.count(records, scopes.values().stream().mapToLong(Scope::size).sum());
    }

    private List<Object[]> left(Step step, PullCursor.Pass pass) {
        return PullProjection.rows(
                em.createQuery("select t.record, t.version, t.collection from Tombstone t where t.scope = :scope"
                                + " and t.version > :after and t.version <= :upTo order by t.version")
                        .setParameter("scope", step.scope())
                        .setParameter("after", after)
                        .setParameter("upTo", pass.upTo().get(step.scope()))
                        .setMaxResults(room));
    }

    private void add(Step step, List<Object[]> rows) {
        if (rows.isEmpty()) {
            return;
        }
        room -= rows.size();
        after = (long) rows.get(rows.size() - 1)[1];
        Scope scope = scope(step.scope());
        if (step.collection() == null) {
            rows.forEach(row -> scope.removed((String) row[2], (UUID) row[0]));
            return;
        }
        var elements = step.collection().elements(em, rows);
        for (Object[] row : rows) {
            scope.upserted(step.collection().name(), json -> step.collection().write(row, elements, json));
        }
    }

    private Scope scope(String name) {
        return scopes.computeIfAbsent(name, Scope::new);
    }

    /**
     * The conflicts of the replica's user that others closed while it read on. A conflict belongs to its user: the replica that holds it
     * may have got a new id since, or have taken it over from a file. One without a scope has no number, and is told each time.
     */
    private List<Settled> settled(PullState replica, String user, Map<String, Long> seen, PullCursor.Pass pass) {
        Map<UUID, Settled> settled = new LinkedHashMap<>();
        pass.upTo().forEach((scope, upTo) -> em
                .createQuery(
                        "select c from ConflictEntry c where c.owner = :owner and c.status <> :open"
                                + " and (c.scope = :scope and c.settledVersion > :after and c.settledVersion <= :upTo"
                                + " or c.scope = '') order by c.settledVersion",
                        ConflictEntry.class)
                .setParameter("owner", user)
                .setParameter("open", ConflictEntry.Status.OPEN)
                .setParameter("scope", scope)
                .setParameter("after", pass.reset().contains(scope) ? 0L : seen.getOrDefault(scope, 0L))
                .setParameter("upTo", upTo)
                .getResultList()
                .stream()
                .filter(conflict -> rights.mayRead(scope))
                .filter(conflict -> !conflict.wasSettledBy(replica.id()))
                .forEach(conflict -> settled.put(conflict.id(), conflict.settled())));
        return List.copyOf(settled.values());
    }

    /** Keeps for the list of replicas what this one has seen; by an update of its own, since a push may hold the row. */
    private void note(PullState replica, Map<String, Long> seen) {
        if (replica.isNoted(seen)) {
            return;
        }
        Instant now = Instant.now().truncatedTo(ChronoUnit.MICROS);
        em.createQuery("update Replica r set r.lastSyncAt = :now, r.seen = :seen, r.abandoned = false where r.id = :id")
                .setParameter("now", now)
                .setParameter("seen", PullCursor.json(seen).toString())
                .setParameter("id", replica.id())
                .executeUpdate();
    }
}
