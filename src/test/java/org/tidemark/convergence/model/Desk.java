package org.tidemark.convergence.model;

import java.util.HashMap;
import java.util.Map;
import org.tidemark.convergence.Broken;
import org.tidemark.convergence.Wire;

/** A resolution at the conflict desk: an edit of the steward, based on the version that was on the steward's screen. */
public final class Desk {
    private final Job job;
    private final ModelServer server;
    private final String user;
    private final Wire.Conflict shown;
    private final String outcome;
    private final long version;
    private final Map<String, String> merged;
    private Rows.ConflictRow row;
    private Rows.Rec rec;
    private Rows.Gone gone;
    private Writer writer;

    public Desk(
            Job job,
            ModelServer server,
            String user,
            Wire.Conflict shown,
            String outcome,
            long version,
            Map<String, String> merged) {
        this.job = job;
        this.server = server;
        this.user = user;
        this.shown = shown;
        this.outcome = outcome;
        this.version = version;
        this.merged = merged;
    }

    void start() {
        job.begin(this::start, () -> {});
        writer = new Writer(job, server);
        Rows.ConflictRow before = (Rows.ConflictRow) server.row(Rows.conflict(shown.id()));
        if (before == null) {
            job.transaction().rollback();
            return;
        }
        // The replica's row first, as every push does: the count of decisions it must hear of is kept there.
        job.lock(Rows.replica(before.replica()));
        String parent = shown.client().fields().get("company");
        if (parent != null) {
            job.lock(Rows.rec(parent));
        }
        job.lock(Rows.rec(shown.key()));
        job.then(this::decide);
    }

    private void decide() {
        Transaction transaction = job.transaction();
        row = transaction.get(Rows.conflict(shown.id()));
        rec = transaction.get(Rows.rec(shown.key()));
        gone = transaction.get(Rows.gone(shown.key()));
        String scope = rec != null ? rec.scope() : gone != null ? gone.scope() : null;
        if (row == null
                || row.outcome() != null
                || scope != null && !server.rightsOf(user).contains(scope)) {
            transaction.rollback();
            return;
        }
        long now = rec != null ? rec.version() : gone != null ? gone.version() : 0;
        if (now != version && !server.broken(Broken.STALE_RESOLUTION_WINS)) {
            moved(now);
            return;
        }
        if (!outcome.equals("server") && !apply()) {
            transaction.rollback();
            return;
        }
        job.then(writer::lockUniques);
        job.then(this::flush);
    }

    /** The record moved on since the steward looked: the conflict stays open and shows the fresh side. */
    private void moved(long now) {
        Wire.Side fresh = rec != null ? Wire.Side.of(now, rec.fields()) : Wire.Side.gone(now);
        Wire.Conflict conflict = new Wire.Conflict(
                shown.id(),
                shown.key(),
                row.conflict().kind(),
                row.conflict().base(),
                row.conflict().client(),
                fresh);
        job.transaction()
                .put(
                        Rows.conflict(shown.id()),
                        new Rows.ConflictRow(
                                conflict,
                                row.replica(),
                                row.user(),
                                rec != null ? rec.scope() : gone != null ? gone.scope() : null,
                                null,
                                0));
        job.then(() -> server.committed(user, job.transaction().commit()));
    }

    private boolean apply() {
        Wire.Side client = row.conflict().client();
        if (client.deleted() && merged == null) {
            if (rec != null) {
                writer.delete(shown.key());
            }
            return true;
        }
        Map<String, String> fields =
                merged != null ? merged : overlay(row.conflict(), rec == null ? null : rec.fields());
        String scope = writer.scopeOf(shown.key(), fields);
        if (fields.get("name").isEmpty()
                || scope == null
                || !server.rightsOf(user).contains(scope)) {
            return false;
        }
        writer.place(shown.key(), fields, scope, version);
        return true;
    }

    /** What the client changed, over what the server has now. */
    static Map<String, String> overlay(Wire.Conflict conflict, Map<String, String> server) {
        Wire.Side base = conflict.base();
        Map<String, String> fields = new HashMap<>(conflict.client().fields());
        if (base != null && server != null) {
            fields.replaceAll((field, value) -> value.equals(base.fields().get(field)) ? server.get(field) : value);
        }
        return fields;
    }

    private void flush() {
        if (writer.violated()) {
            job.abandon();
            return;
        }
        writer.lockClocks();
        job.then(writer::number);
        job.then(this::settle);
        job.then(() -> server.committed(user, job.transaction().commit()));
    }

    private void settle() {
        Transaction transaction = job.transaction();
        Rows.ReplicaRow replica = transaction.get(Rows.replica(row.replica()));
        long settled = replica.settled() + 1;
        transaction.put(
                Rows.replica(row.replica()),
                new Rows.ReplicaRow(
                        replica.user(),
                        replica.number(),
                        replica.push(),
                        replica.outcomes(),
                        replica.complete(),
                        settled,
                        replica.withdrawn()));
        transaction.put(
                Rows.conflict(shown.id()),
                new Rows.ConflictRow(row.conflict(), row.replica(), row.user(), row.scope(), outcome, settled));
    }
}
