package org.tidemark.convergence.model;

import org.tidemark.convergence.Wire;

/** One round trip: push, then pull. Whether the cursor is one of ours is asked before anything is written. */
final class Exchange {
    private final Job job;
    private final ModelServer server;
    private final Wire.Request request;
    private final long began;
    private Push push;
    private Pull pull;

    Exchange(Job job, ModelServer server, Wire.Request request) {
        this.job = job;
        this.server = server;
        this.request = request;
        began = server.now();
    }

    void start() {
        String refusal = refusal();
        if (refusal != null) {
            job.then(() -> job.answer(Wire.Answer.refused(refusal)));
        } else if (request.push() == null) {
            job.then(this::pull);
        } else {
            push = new Push(job, server, request, () -> job.then(this::pull));
            push.start();
        }
    }

    private String refusal() {
        Cursor cursor = request.pull() == null ? null : (Cursor) request.pull().cursor();
        if (cursor != null && !cursor.epoch().equals(server.epoch())) {
            return "replica-reset-required";
        }
        return cursor != null && !cursor.user().equals(request.user()) ? "malformed-message" : null;
    }

    private void pull() {
        if (request.pull() == null) {
            answer(null);
            return;
        }
        pull = new Pull(job, server, request, () -> {
            server.synced(request.replica(), began);
            answer(pull.page());
        });
        pull.start();
    }

    private void answer(Wire.Page page) {
        job.answer(new Wire.Answer(null, server.epoch(), push == null ? null : push.result(), page));
    }
}
