package org.tidemark.convergence.model;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.tidemark.convergence.Broken;
import org.tidemark.convergence.Wire;

/**
 * One push, statement by statement: the replica's row, the records in one order, each change decided, the clocks, the
 * result, commit. What the database refuses is halved until the culprit stands alone; each half is a transaction that
 * keeps its results, so that a crash between two halves decides nothing twice.
 */
public final class Push {
    private final Job job;
    private final ModelServer server;
    private final Wire.Request request;
    private final Wire.Push push;
    private final Set<String> rights;
    private final Runnable then;

    private final Deque<List<Wire.Change>> batches = new ArrayDeque<>();
    private final Map<String, String> refused = new HashMap<>();
    private Rows.ReplicaRow row;
    private Map<String, Object> outcomes;

    /** Outcomes that this job committed; what it reads from the stored result is the same. */
    private final Map<String, Object> decided = new LinkedHashMap<>();

    private Map<String, Boolean> written;
    private Writer writer;
    private Wire.Result result;

    public Push(Job job, ModelServer server, Wire.Request request, Runnable then) {
        this.job = job;
        this.server = server;
        this.request = request;
        this.push = request.push();
        this.rights = server.rightsOf(request.user());
        this.then = then;
        batches.push(ordered(push.changes()));
    }

    Wire.Result result() {
        return result;
    }

    /** Parents before children, and the other way round for deletes. */
    private static List<Wire.Change> ordered(List<Wire.Change> changes) {
        List<Wire.Change> sorted = new ArrayList<>(changes);
        sorted.sort(Comparator.comparingInt((Wire.Change change) -> {
                    boolean company = Wire.isCompany(change.key());
                    return change.kind() == Wire.Kind.DELETED ? company ? 3 : 2 : company ? 0 : 1;
                })
                .thenComparing(Wire.Change::key));
        return sorted;
    }

    void start() {
        job.begin(this::start, () -> job.answer(Wire.Answer.refused("busy")));
        job.lock(Rows.replica(request.replica()));
        job.then(this::open);
    }

    private void open() {
        row = job.transaction().get(Rows.replica(request.replica()));
        if (row == null && push.number() == 1) {
            row = new Rows.ReplicaRow(request.user(), 0, null, Map.of(), true, 0, false);
        }
        if (row == null) {
            refuse("replica-reset-required");
        } else if (row.withdrawn() && !server.broken(Broken.WITHDRAWN_SERVED)) {
            refuse("replica-revoked");
        } else if (!row.user().equals(request.user())) {
            refuse("replica-not-owned");
        } else if (push.number() == row.number() && isKnown() && server.stores()) {
            outcomes = new LinkedHashMap<>(row.outcomes());
            if (row.complete()) {
                repeat();
            } else {
                batch();
            }
        } else if (push.number() == row.number() + 1 && row.complete()
                || push.number() == row.number() && !server.stores()) {
            // Never what a transaction decided that was rolled back.
            boolean keep = outcomes != null && server.broken(Broken.ROLLED_BACK_OUTCOME_KEPT);
            outcomes = keep ? outcomes : new LinkedHashMap<>(decided);
            batch();
        } else {
            refuse("replica-reset-required");
        }
    }

    private boolean isKnown() {
        return push.equals(row.push()) || server.broken(Broken.KNOWN_BY_NUMBER);
    }

    private void refuse(String problem) {
        job.abandon();
        job.answer(Wire.Answer.refused(problem));
    }

    private void repeat() {
        job.transaction().rollback();
        finish(true);
    }

    private void batch() {
        writer = new Writer(job, server);
        written = new LinkedHashMap<>();
        if (server.broken(Broken.POISON_BLOCKS)
                && push.changes().stream()
                        .anyMatch(change -> "".equals(change.fields().get("name")))) {
            push.changes().forEach(change -> outcomes.put(change.key(), new Wire.Rejected(change.key(), "invalid")));
        }
        // Another delivery of the same push may have decided some of it while we were between two halves.
        List<Wire.Change> batch = new ArrayList<>(batches.peek());
        batch.removeIf(change -> outcomes.containsKey(change.key()));
        TreeSet<String> locks = new TreeSet<>();
        for (Wire.Change change : batch) {
            locks.add(change.key());
            String parent = change.fields().get("company");
            if (parent != null && !server.broken(Broken.PARENT_UNLOCKED)) {
                locks.add(parent);
            }
        }
        locks.forEach(key -> job.lock(Rows.rec(key)));
        batch.forEach(change -> job.then(() -> decide(change)));
        job.then(writer::lockUniques);
        job.then(() -> flush(batch));
    }

    private void decide(Wire.Change change) {
        Transaction transaction = job.transaction();
        String key = change.key();
        Rows.Rec rec = transaction.get(Rows.rec(key));
        Rows.Gone gone = transaction.get(Rows.gone(key));
        Detector detector = new Detector(
                server, rights::contains, fields -> writer.scopeOf(key, fields), server.lastSync(request.replica()));
        Detector.Decision decision = refused.containsKey(key)
                ? Detector.Decision.reject(refused.get(key))
                : detector.decide(change, rec, gone, sawDeletion(change));
        switch (decision.type()) {
            case WRITE -> {
                String scope = writer.scopeOf(key, decision.fields());
                writer.place(key, decision.fields(), scope == null ? "?" : scope, change.version());
                written.put(key, decision.merged());
            }
            case ERASE -> {
                writer.delete(key);
                written.put(key, false);
            }
            case NOTHING ->
                outcomes.put(
                        key,
                        new Wire.Applied(key, rec != null ? rec.version() : gone != null ? gone.version() : 0, false));
            case CONFLICT -> outcomes.put(key, register(change, decision.say(), rec, gone, null));
            case RULE -> byRule(change, decision, rec);
            case REJECT -> outcomes.put(key, new Wire.Rejected(key, decision.say()));
        }
    }

    /** The losing side stays in the register. */
    private void byRule(Wire.Change change, Detector.Decision decision, Rows.Rec rec) {
        String key = change.key();
        if (!server.broken(Broken.RULE_UNREGISTERED)) {
            register(change, "modified-modified", rec, null, decision.say());
        }
        if (decision.fields() == null || decision.fields().equals(rec.fields())) {
            outcomes.put(key, new Wire.Applied(key, rec.version(), true));
            return;
        }
        String scope = writer.scopeOf(key, decision.fields());
        writer.place(key, decision.fields(), scope == null ? "?" : scope, change.version());
        written.put(key, decision.merged());
    }

    /** @param outcome what a rule has decided; null if somebody has to */
    private Wire.Conflict register(Wire.Change change, String kind, Rows.Rec rec, Rows.Gone gone, String outcome) {
        Wire.Side base = change.kind() == Wire.Kind.MODIFIED ? base(change) : null;
        Wire.Side client = change.kind() == Wire.Kind.DELETED
                ? Wire.Side.gone(change.version())
                : Wire.Side.of(change.version(), change.fields());
        Wire.Side now = rec != null
                ? Wire.Side.of(rec.version(), rec.fields())
                : Wire.Side.gone(gone == null ? 0 : gone.version());
        Wire.Conflict conflict = new Wire.Conflict(server.conflictId(), change.key(), kind, base, client, now);
        String scope = rec != null ? rec.scope() : gone != null ? gone.scope() : null;
        if (!server.broken(Broken.CONFLICT_NOT_REGISTERED)) {
            job.transaction()
                    .put(
                            Rows.conflict(conflict.id()),
                            new Rows.ConflictRow(
                                    conflict,
                                    request.replica(),
                                    request.user(),
                                    scope,
                                    outcome,
                                    outcome == null ? 0 : Rows.BY_RULE));
        }
        return conflict;
    }

    private static Wire.Side base(Wire.Change change) {
        Map<String, String> fields = new HashMap<>(change.fields());
        fields.putAll(change.base());
        return Wire.Side.of(change.version(), fields);
    }

    /** Whether a resolution comes along of a conflict that showed the record as deleted, and is based on that. */
    private boolean sawDeletion(Wire.Change change) {
        return push.resolutions().stream().anyMatch(resolution -> {
            Rows.ConflictRow found = job.transaction().get(Rows.conflict(resolution.conflict()));
            return found != null
                    && found.conflict().key().equals(change.key())
                    && found.conflict().server().deleted()
                    && found.conflict().server().version() == change.version();
        });
    }

    private void flush(List<Wire.Change> batch) {
        if (writer.violated()) {
            job.abandon();
            halve(batch);
            start();
            return;
        }
        writer.lockClocks();
        job.then(writer::number);
        job.then(this::store);
        job.then(this::commit);
    }

    private void halve(List<Wire.Change> batch) {
        batches.poll();
        int middle = batch.size() / 2;
        if (middle == 0) {
            refused.put(batch.get(0).key(), "constraint");
        } else {
            batches.push(batch.subList(middle, batch.size()));
        }
        batches.push(middle == 0 ? batch : batch.subList(0, middle));
    }

    private void store() {
        written.forEach((key, merged) -> outcomes.put(key, new Wire.Applied(key, writer.version(key), merged)));
        closeConflicts();
        boolean complete = outcomes.size() == push.changes().size();
        if (!server.broken(Broken.RESULT_AFTER_COMMIT)) {
            keep(complete);
        }
    }

    private void keep(boolean complete) {
        job.transaction()
                .put(
                        Rows.replica(request.replica()),
                        new Rows.ReplicaRow(
                                request.user(),
                                push.number(),
                                push,
                                Map.copyOf(outcomes),
                                complete,
                                row.settled(),
                                row.withdrawn()));
    }

    private void closeConflicts() {
        for (Wire.Resolution resolution : push.resolutions()) {
            Rows.ConflictRow open = job.transaction().get(Rows.conflict(resolution.conflict()));
            if (open == null || open.outcome() != null) {
                continue;
            }
            Object outcome = outcomes.get(open.conflict().key());
            String closed = outcome instanceof Wire.Conflict ? "superseded" : resolution.outcome();
            boolean settled =
                    resolution.outcome().equals("server") || outcome != null && !(outcome instanceof Wire.Rejected);
            if (settled) {
                job.transaction()
                        .put(
                                Rows.conflict(resolution.conflict()),
                                new Rows.ConflictRow(
                                        open.conflict(), open.replica(), open.user(), open.scope(), closed, 0));
            }
        }
    }

    private void commit() {
        server.committed(request.user(), job.transaction().commit());
        batches.poll();
        decided.putAll(outcomes);
        if (server.broken(Broken.RESULT_AFTER_COMMIT)) {
            job.begin(this::start, () -> job.answer(Wire.Answer.refused("busy")));
            job.lock(Rows.replica(request.replica()));
            job.then(() -> keep(batches.isEmpty()));
            job.then(() -> server.committed(request.user(), job.transaction().commit()));
        }
        job.then(() -> {
            if (batches.isEmpty()) {
                finish(false);
            } else {
                start();
            }
        });
    }

    private void finish(boolean repeated) {
        result = new Outcomes(server, rights).result(push, outcomes, repeated);
        then.run();
    }
}
