package org.tidemark.convergence.model;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.tidemark.convergence.Broken;
import org.tidemark.convergence.Wire;

/**
 * One page of a pull. A pass is made of rounds. A round begins by reading all clocks in one statement; whatever is
 * committed up to them is found by the statements that follow, and nothing beyond them is read. Then come the records
 * of every scope, by key, and last what left: so a record that moved from one readable scope to another has arrived
 * before it is told to leave. The pass ends with a round during which no clock moved. A round of one page that was
 * disturbed is read again with the clocks locked.
 */
public final class Pull {
    /** How many rounds may come to no end; then the clocks are locked for the rest, on one page. */
    private static final int PATIENCE = 3;

    private static final int LARGEST = 1000;

    private final Job job;
    private final ModelServer server;
    private final Wire.Request request;
    private final Runnable then;
    private final Set<String> rights;

    private Cursor cursor;
    private List<String> scopes;
    private Map<String, Long> to;
    private Set<String> reset;
    private long settled;
    private int unit;
    private String after;
    private int left;
    private boolean held;
    private final Map<String, List<Wire.Upsert>> upserted = new LinkedHashMap<>();
    private final Map<String, List<String>> removed = new LinkedHashMap<>();
    private final Set<String> begun = new TreeSet<>();
    private final Set<String> withdrawn = new TreeSet<>();
    private Wire.Page page;

    Pull(Job job, ModelServer server, Wire.Request request, Runnable then) {
        this.job = job;
        this.server = server;
        this.request = request;
        this.then = then;
        this.rights = server.rightsOf(request.user());
    }

    public Wire.Page page() {
        return page;
    }

    void start() {
        job.begin(this::start, () -> job.answer(Wire.Answer.refused("busy")));
        job.then(this::open);
    }

    private void open() {
        Rows.ReplicaRow row = job.transaction().get(Rows.replica(request.replica()));
        if (row != null && row.withdrawn() && !server.broken(Broken.WITHDRAWN_SERVED)) {
            job.abandon();
            job.answer(Wire.Answer.refused("replica-revoked"));
            return;
        }
        cursor = (Cursor) request.pull().cursor();
        if (cursor == null) {
            cursor = new Cursor(job.transaction().get(Rows.EPOCH), request.user(), Map.of(), 0, 0, null);
        }
        if (held || late() && cursor.pass() == null) {
            hold();
        }
        job.then(this::choose);
        job.then(this::read);
    }

    private boolean late() {
        return cursor.rounds() >= PATIENCE;
    }

    /** Plans the locks of a push: the replica first, then all clocks in order. Nobody takes a number from then on. */
    private void hold() {
        held = true;
        job.lock(Rows.replica(request.replica()));
        new TreeSet<>(rights).forEach(scope -> job.lock(Rows.clock(scope)));
    }

    private void choose() {
        clear();
        Cursor.Pass pass = cursor.pass();
        if (pass == null) {
            begin(Set.of());
        } else if (!rights.containsAll(pass.scopes())) {
            // A right was withdrawn on the way. Were it granted again before the pass ends, nobody would know any more
            // what the replica still has; so the pass begins again without the scope.
            withdrawn.addAll(pass.scopes());
            withdrawn.removeAll(rights);
            begin(pass.reset());
        } else {
            scopes = pass.scopes();
            to = new HashMap<>(pass.to());
            reset = pass.reset();
            settled = pass.settled();
            unit = pass.unit();
            after = pass.after();
        }
    }

    private void clear() {
        upserted.clear();
        removed.clear();
        begun.clear();
        left = late()
                ? Math.max(LARGEST, request.pull().page())
                : request.pull().page();
    }

    /** Begins a round: one statement reads all clocks, so that a move is seen in both scopes or in none. */
    private void begin(Set<String> expired) {
        Transaction transaction = job.transaction();
        scopes = new ArrayList<>(new TreeSet<>(rights));
        to = new HashMap<>();
        scopes.forEach(scope -> to.put(scope, server.clockOf(transaction, scope)));
        reset = new TreeSet<>(scopes);
        reset.removeIf(scope -> cursor.from().containsKey(scope) && !expired.contains(scope) && !expired(scope));
        Rows.ReplicaRow row = transaction.get(Rows.replica(request.replica()));
        settled = row == null ? 0 : row.settled();
        unit = 0;
        after = "";
        begun.addAll(reset);
    }

    private boolean expired(String scope) {
        Long horizon = job.transaction().get(Rows.horizon(scope));
        Long from = cursor.from().get(scope);
        return from != null && horizon != null && from < horizon && !server.broken(Broken.PURGE_WITHOUT_RESET);
    }

    private int records() {
        return scopes.size() * Rows.COLLECTIONS.size();
    }

    private boolean finished() {
        return unit >= records() + scopes.size();
    }

    /** One statement: what still fits on the page of the scope and collection that comes next. */
    private void read() {
        if (unit < records()) {
            readRecords(
                    scopes.get(unit / Rows.COLLECTIONS.size()), Rows.COLLECTIONS.get(unit % Rows.COLLECTIONS.size()));
        } else if (!finished()) {
            readLeft(scopes.get(unit - records()));
        }
        if (finished() || left == 0) {
            job.then(this::close);
        } else {
            job.then(this::read);
        }
    }

    private void readRecords(String scope, String collection) {
        long from = from(scope);
        long upTo = to.get(scope);
        List<Wire.Upsert> found = new ArrayList<>();
        // Keys of companies begin with c, of contacts with k: the collection is part of the key.
        job.transaction().<Rows.Rec>scan("rec/" + collection, after, (key, rec) -> {
            boolean bound = rec.version() <= upTo || server.broken(Broken.NO_UPPER_BOUND);
            if (rec.scope().equals(scope) && rec.version() > from && bound && found.size() <= left) {
                found.add(new Wire.Upsert(collection + key, rec.version(), rec.fields()));
            }
        });
        List<Wire.Upsert> fit = found.subList(0, Math.min(left, found.size()));
        upserted.computeIfAbsent(scope, s -> new ArrayList<>()).addAll(fit);
        if (found.size() > left) {
            if (!server.broken(Broken.PAGE_STUCK)) {
                after = fit.get(fit.size() - 1).key().substring(collection.length());
            }
            left = 0;
        } else {
            left -= fit.size();
            advance();
        }
    }

    private void readLeft(String scope) {
        if (reset.contains(scope)) {
            advance();
            return;
        }
        long from = from(scope);
        long upTo = to.get(scope);
        List<String> found = new ArrayList<>();
        job.transaction().<Rows.Left>scan("left/" + scope + "/", after, (key, trace) -> {
            if (trace.version() > from && trace.version() <= upTo && found.size() <= left) {
                found.add(key);
            }
        });
        List<String> fit = found.subList(0, Math.min(left, found.size()));
        removed.computeIfAbsent(scope, s -> new ArrayList<>()).addAll(fit);
        if (found.size() > left) {
            after = fit.get(fit.size() - 1);
            left = 0;
        } else {
            left -= fit.size();
            advance();
        }
    }

    private void advance() {
        unit++;
        after = "";
    }

    private long from(String scope) {
        return reset.contains(scope) ? 0 : cursor.from().get(scope);
    }

    /**
     * A purge that committed since this round began may have taken traces that we had not read. The horizon is
     * therefore asked after the reading; if it passed us, the round begins again, with those scopes sent whole.
     */
    private void close() {
        Set<String> expired = new TreeSet<>(scopes);
        expired.removeIf(scope -> reset.contains(scope) || !expired(scope));
        if (!expired.isEmpty() && !server.broken(Broken.HORIZON_ASKED_BEFORE)) {
            expired.addAll(reset);
            clear();
            begin(expired);
            job.then(this::read);
            return;
        }
        if (server.broken(Broken.CLOCK_READ_LAST)) {
            scopes.forEach(scope -> to.put(scope, server.clockOf(job.transaction(), scope)));
        }
        boolean moved = finished() && moved();
        if (moved && cursor.pass() == null && !held) {
            hold();
            job.then(this::choose);
            job.then(this::read);
            return;
        }
        job.transaction().rollback();
        answer(moved);
    }

    /** Whether something was numbered since the round began: what it has read may be no state that there was. */
    private boolean moved() {
        return !server.broken(Broken.NO_SECOND_LOOK)
                && !server.broken(Broken.NO_UPPER_BOUND)
                && scopes.stream().anyMatch(scope -> server.clockOf(job.transaction(), scope) > to.get(scope));
    }

    /** @param again another round follows */
    private void answer(boolean again) {
        boolean over = finished();
        boolean more = !over || again;
        Map<String, Long> from = new TreeMap<>(cursor.from());
        List<Wire.ScopePage> pages = new ArrayList<>();
        withdrawn.addAll(cursor.from().keySet());
        withdrawn.removeAll(rights);
        for (String scope : withdrawn) {
            from.remove(scope);
            if (!server.broken(Broken.DROP_UNSAID)) {
                pages.add(new Wire.ScopePage(scope, false, true, List.of(), List.of()));
            }
        }
        for (String scope : scopes) {
            List<Wire.Upsert> records = upserted.getOrDefault(scope, List.of());
            List<String> gone = removed.getOrDefault(scope, List.of());
            if (begun.contains(scope) || !records.isEmpty() || !gone.isEmpty()) {
                pages.add(new Wire.ScopePage(scope, begun.contains(scope), false, records, gone));
            }
            if (over) {
                from.put(scope, to.get(scope));
            }
        }
        Cursor.Pass pass = over ? null : new Cursor.Pass(scopes, to, reset, settled, unit, after);
        int rounds = again ? cursor.rounds() + 1 : over ? 0 : cursor.rounds();
        Cursor next = new Cursor(cursor.epoch(), cursor.user(), from, more ? cursor.settled() : settled, rounds, pass);
        page = new Wire.Page(next, more, pages, more ? List.of() : settledSince());
        then.run();
    }

    private List<Wire.Settled> settledSince() {
        List<Wire.Settled> found = new ArrayList<>();
        if (server.broken(Broken.SETTLED_UNSAID)) {
            return found;
        }
        server.<Rows.ConflictRow>rows("conflict/", (id, row) -> {
            if (row.replica().equals(request.replica())
                    && row.settledAs() > cursor.settled()
                    && row.settledAs() <= settled) {
                found.add(new Wire.Settled(id, row.outcome()));
            }
        });
        return found;
    }
}
