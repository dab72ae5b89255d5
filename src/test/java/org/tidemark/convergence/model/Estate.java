package org.tidemark.convergence.model;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.tidemark.convergence.Broken;
import org.tidemark.convergence.Server;
import org.tidemark.convergence.Wire;

/** Other code of the estate, which knows nothing of us and locks records in whatever order it comes across them. */
final class Estate {

    /**
     * An object that it has kept: it says what the row said before its last number was given.
     *
     * @param row the version that the row got then
     */
    record Kept(Rows.Rec says, long row) {}

    private final Job job;
    private final ModelServer server;
    private final Map<String, Kept> kept;
    private final List<String> keys;
    private final Server.Change change;
    private final Map<String, Rows.Rec> said = new HashMap<>();
    private Writer writer;

    Estate(Job job, ModelServer server, Map<String, Kept> kept, List<String> keys, Server.Change change) {
        this.job = job;
        this.server = server;
        this.kept = kept;
        this.keys = keys;
        this.change = change;
    }

    void start() {
        job.begin(this::start, () -> {});
        writer = new Writer(job, server);
        said.clear();
        for (String key : keys) {
            job.lock(Rows.rec(key));
            job.then(() -> write(key));
        }
        job.then(() -> {
            writer.lockClocks();
            job.then(writer::number);
            job.then(this::commit);
        });
    }

    private void write(String key) {
        Rows.Rec rec = job.transaction().get(Rows.rec(key));
        if (rec == null) {
            return;
        }
        Kept object = kept.get(key);
        boolean isUnchanged = object != null && object.row() == rec.version();
        if (isUnchanged && server.broken(Broken.KEPT_TRUSTED)) {
            writer.trust(key, object.says());
            said.put(key, object.says());
        } else {
            said.put(key, rec);
        }
        boolean isOld = object != null && server.broken(Broken.KEPT_WRITTEN_BACK);
        Map<String, String> fields = new HashMap<>((isOld ? object.says() : rec).fields());
        change.apply(key, fields, key);
        if (change.scope() != null && Wire.isCompany(key)) {
            writer.place(key, fields, change.scope(), 0);
        } else {
            writer.put(key, fields, rec.scope(), 0);
        }
    }

    private void commit() {
        server.committed("estate", job.transaction().commit());
        said.forEach((key, rec) -> kept.put(key, new Kept(rec, writer.version(key))));
    }
}
