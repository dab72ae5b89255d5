package org.tidemark.sync;

import jakarta.json.JsonObject;
import java.time.Duration;
import java.util.Map;
import java.util.stream.Collectors;
import org.tidemark.metrics.Meters;
import org.tidemark.protocol.PullResult;
import org.tidemark.protocol.PushResult;
import org.tidemark.protocol.Refusal;
import org.tidemark.protocol.SyncAnswer;
import org.tidemark.protocol.SyncRequest;

/**
 * What an operator hears of one round trip: a record in the log, and the meters. Never a value of a field, nor a name
 * that a caller chooses.
 */
final class RoundTrip {

    private static final System.Logger LOG = System.getLogger(SyncExchange.class.getName());

    private final SyncRequest request;
    private final long began = System.nanoTime();

    RoundTrip(SyncRequest request) {
        this.request = request;
    }

    void answered(SyncAnswer answer) {
        count(answer.push());
        count(answer.pull());
        ended(
                "answered",
                (answer.push() == null ? "" : " " + answer.push().summary())
                        + (answer.pull() == null ? "" : " " + answer.pull().summary()));
    }

    void refused(Refusal refusal) {
        ended("refused", " status=" + refusal.status());
    }

    void failed() {
        ended("failed", "");
    }

    private void ended(String outcome, String what) {
        Duration took = Duration.ofNanos(System.nanoTime() - began);
        Meters.sync(kind(), outcome, took);
        LOG.log(
                System.Logger.Level.DEBUG,
                () -> "sync replica=" + request.replica() + " kind=" + kind() + " outcome=" + outcome + what + " ms="
                        + took.toMillis());
    }

    private String kind() {
        if (request.push() == null) {
            return request.pull() == null ? "admit" : "pull";
        }
        return request.pull() == null ? "push" : "push-pull";
    }

    private static void count(PushResult push) {
        if (push == null) {
            return;
        }
        Meters.pushes(push.repeated(), 1);
        if (push.repeated()) {
            return;
        }
        var applied = push.applied().getValuesAs(JsonObject.class);
        int merged = (int) applied.stream()
                .filter(change -> change.getBoolean("merged", false))
                .count();
        Meters.changes("applied", applied.size() - merged);
        Meters.changes("merged", merged);
        Meters.changes("conflict", push.conflicts().size());
        Meters.changes("rejected", push.rejected().size());
        Map<String, Long> reasons = push.rejected().getValuesAs(JsonObject.class).stream()
                .collect(Collectors.groupingBy(change -> change.getString("reason"), Collectors.counting()));
        reasons.forEach(Meters::rejected);
    }

    private static void count(PullResult pull) {
        if (pull != null) {
            Meters.page("request", pull.upsertedCount(), pull.removedCount());
        }
    }
}
