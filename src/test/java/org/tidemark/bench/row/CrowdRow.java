package org.tidemark.bench.row;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.tidemark.bench.Stage;
import org.tidemark.bench.load.Crowd;
import org.tidemark.bench.load.IdleStreams;
import org.tidemark.bench.load.Ledger;
import org.tidemark.bench.report.Progress;
import org.tidemark.bench.report.Result;

/**
 * Rows 7 and 13: replicas of one scope that edit the same few records more often than the others, for some minutes.
 * Beside them may be streams in whose scope nothing happens.
 */
public final class CrowdRow implements Row {

    private static final int COMPANIES = 10_000;
    /** Not counted: the server is cold, and the first edits find no competition. */
    private static final Duration WARM_UP = Duration.ofSeconds(30);

    private final int number;
    private final int replicas;
    private final int idle;
    private final Duration sleep;
    private final Duration lasts;

    /** @param sleep of each replica, on average; a fifth of the wakings bring an edit */
    public CrowdRow(int number, int replicas, int idle, Duration sleep, Duration lasts) {
        this.number = number;
        this.replicas = replicas;
        this.idle = idle;
        this.sleep = sleep;
        this.lasts = lasts;
    }

    @Override
    public int number() {
        return number;
    }

    @Override
    public String title() {
        return name() + ", Zipf-chosen records, 5 % conflicts, " + lasts.toMinutes() + " minutes";
    }

    private String name() {
        return "%,d replicas".formatted(replicas) + (idle > 0 ? ", %,d idle streams".formatted(idle) : "");
    }

    @Override
    public List<Result> measure(Stage stage, Progress progress) throws Exception {
        // As nobody has changed them: the ledger knows what each edit was based on.
        stage.filled(COMPANIES, 0);
        List<Result> results = new ArrayList<>();
        if (idle == 0) {
            crowd(stage, progress, results);
            return results;
        }
        int streams = stage.sizes().of(idle);
        double before = stage.payara().heap().living();
        double memory = stage.payara().memory();
        try (var open = new IdleStreams(stage.payara().base(), streams)) {
            double heap = (stage.payara().heap().living() - before) * 1024 / streams;
            double all = (stage.payara().memory() - memory) * 1024 / streams;
            progress.say("%,d streams are open, %.1f KiB of heap each, %.1f KiB in all", streams, heap, all);
            crowd(stage, progress, results);
            long missed = open.missed();
            progress.say("%,d streams are open; %,d were refused at times", open.open(), open.refused());
            results.add(Result.of(number, "heap for an idle stream", heap, "KiB"));
            results.add(Result.of(number, "idle streams that missed an edit", missed, "streams")
                    .reach("0", missed == 0));
        }
        return results;
    }

    private void crowd(Stage stage, Progress progress, List<Result> results) throws Exception {
        var ledger = new Ledger(COMPANIES);
        var crowd = new Crowd(stage.payara().base(), stage.sizes().of(replicas), sleep, ledger);
        crowd.run(stage.sizes().part() == 1 ? WARM_UP.plus(sleep) : Duration.ofSeconds(5), progress);
        ledger.startCounting();
        crowd.run(stage.sizes().lasting(lasts), progress);
        Ledger.Audit audit = ledger.audit(stage.database());
        progress.say(
                "%,d syncs, %,d edits applied, %,d conflicts, %,d hints; lost: %d %s",
                ledger.syncs().size(),
                audit.applied(),
                audit.conflicts(),
                ledger.hints(),
                audit.lost().size(),
                audit.lost());
        ledger.errors().stream().limit(5).forEach(error -> progress.say("error: %s", error));
        double p95 = ledger.syncs().at(0.95);
        results.add(result("sync p50", ledger.syncs().median(), "ms"));
        results.add(result("sync p95", p95, "ms").reach("< 1 s", p95 < 1_000));
        results.add(result("errors", ledger.errors().size(), "errors")
                .reach("0", ledger.errors().isEmpty()));
        results.add(result("lost edits", audit.lost().size(), "edits")
                .reach("0, each acknowledged edit followed up", audit.lost().isEmpty()));
        results.add(result("edits", audit.applied(), "edits"));
        results.add(
                result("conflicts", 100.0 * audit.conflicts() / (audit.applied() + audit.conflicts()), "% of edits"));
    }

    private Result result(String what, double value, String unit) {
        return Result.of(number, name() + ", " + what, value, unit);
    }
}
