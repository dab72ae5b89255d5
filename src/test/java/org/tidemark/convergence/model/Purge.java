package org.tidemark.convergence.model;

import java.util.ArrayList;
import java.util.List;
import org.tidemark.convergence.Setup;

/** Removes old traces of what was deleted or moved away, and remembers up to which version each scope forgot. */
final class Purge {
    private final Job job;
    private final ModelServer server;
    private final long age;

    Purge(Job job, ModelServer server, long age) {
        this.job = job;
        this.server = server;
        this.age = age;
    }

    void start() {
        job.begin(this::start, () -> {});
        // As the server does it: of two purges at once, the older horizon would else be written over the newer one.
        Setup.SCOPES.forEach(scope -> job.lock(Rows.clock(scope)));
        job.then(this::purge);
        job.then(() -> server.committed("purge", job.transaction().commit()));
    }

    private void purge() {
        Transaction transaction = job.transaction();
        long before = server.now() - age;
        List<String> old = new ArrayList<>();
        transaction.<Rows.Left>scan("left/", "", (key, trace) -> {
            if (trace.at() < before) {
                old.add("left/" + key);
                raise(Rows.horizon(key.substring(0, key.indexOf('/'))), trace.version());
            }
        });
        transaction.<Rows.Gone>scan("gone/", "", (key, gone) -> {
            if (gone.at() < before) {
                old.add(Rows.gone(key));
                raise(Rows.FLOOR, gone.version());
            }
        });
        old.forEach(transaction::remove);
    }

    private void raise(String key, long version) {
        Long now = job.transaction().get(key);
        if (now == null || now < version) {
            job.transaction().put(key, version);
        }
    }
}
