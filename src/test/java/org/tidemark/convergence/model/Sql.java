package org.tidemark.convergence.model;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.tidemark.convergence.Broken;
import org.tidemark.convergence.Server;
import org.tidemark.convergence.Wire;

/**
 * A program that writes by plain SQL, each statement on top of what is committed. Triggers number what it has written:
 * all of it at the end of the transaction, as in PostgreSQL, or each record at once, as in MariaDB.
 */
final class Sql {
    private final Job job;
    private final ModelServer server;
    private final List<String> keys;
    private final Server.Change change;
    private final boolean atOnce;
    private Writer writer;

    Sql(Job job, ModelServer server, List<String> keys, Server.Change change, boolean atOnce) {
        this.job = job;
        this.server = server;
        this.keys = keys;
        this.change = change;
        this.atOnce = atOnce;
    }

    void start() {
        job.begin(this::start, () -> {});
        writer = writer();
        statement(0);
    }

    private Writer writer() {
        return server.broken(Broken.SQL_NUMBERED_EARLY) ? new Writer(job, server, true) : new Writer(job, server);
    }

    private void statement(int n) {
        if (n == keys.size()) {
            number(!atOnce, () -> server.committed("estate", job.transaction().commit()));
            return;
        }
        job.lock(Rows.rec(keys.get(n)));
        job.then(() -> {
            write(keys.get(n));
            job.then(() -> number(atOnce, () -> statement(n + 1)));
        });
    }

    private void write(String key) {
        Rows.Rec rec = job.transaction().get(Rows.rec(key));
        if (rec == null) {
            return;
        }
        if (change.deletes()) {
            if (!Wire.isCompany(key)) {
                writer.delete(key);
            }
            return;
        }
        Map<String, String> fields = new HashMap<>(rec.fields());
        change.apply(key, fields, key);
        if (Wire.isCompany(key)) {
            writer.place(key, fields, fields.get("region"), 0);
        } else {
            writer.put(key, fields, rec.scope(), 0);
        }
    }

    /** Gives numbers, if it is time for that, and goes on. */
    private void number(boolean now, Runnable then) {
        if (now && !server.broken(Broken.SQL_UNNUMBERED)) {
            writer.lockClocks();
            job.then(() -> {
                writer.number();
                writer = writer();
            });
        }
        job.then(then);
    }
}
