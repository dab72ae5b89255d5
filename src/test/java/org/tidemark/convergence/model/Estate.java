package org.tidemark.convergence.model;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Other code of the estate, which knows nothing of us and locks records in whatever order it comes across them. */
final class Estate {
    private final Job job;
    private final ModelServer server;
    private final List<String> keys;
    private final String field;
    private final String value;
    private Writer writer;

    Estate(Job job, ModelServer server, List<String> keys, String field, String value) {
        this.job = job;
        this.server = server;
        this.keys = keys;
        this.field = field;
        this.value = value;
    }

    void start() {
        job.begin(this::start, () -> {});
        writer = new Writer(job, server);
        for (String key : keys) {
            job.lock(Rows.rec(key));
            job.then(() -> write(key));
        }
        job.then(() -> {
            writer.lockClocks();
            job.then(writer::number);
            job.then(() -> server.committed("estate", job.transaction().commit()));
        });
    }

    private void write(String key) {
        Rows.Rec rec = job.transaction().get(Rows.rec(key));
        if (rec != null) {
            Map<String, String> fields = new HashMap<>(rec.fields());
            fields.put(field, value + "-" + key);
            writer.put(key, fields, rec.scope(), 0);
        }
    }
}
