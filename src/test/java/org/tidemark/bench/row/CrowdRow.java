package org.tidemark.bench.row;

import java.time.Duration;
import java.util.List;
import org.tidemark.bench.Stage;
import org.tidemark.bench.load.Crowd;
import org.tidemark.bench.load.Ledger;
import org.tidemark.bench.report.Progress;
import org.tidemark.bench.report.Result;

/**
 * Row 7: a thousand replicas of one scope that edit the same few records more often than the others, for ten minutes.
 */
public final class CrowdRow implements Row {

    private static final int REPLICAS = 1_000;
    private static final int COMPANIES = 10_000;
    private static final Duration LASTS = Duration.ofMinutes(10);
    /** Not counted: the server is cold, and the first edits find no competition. */
    private static final Duration WARM_UP = Duration.ofSeconds(30);

    @Override
    public int number() {
        return 7;
    }

    @Override
    public String title() {
        return "1,000 replicas, Zipf-chosen records, 5 % conflicts, 10 minutes";
    }

    @Override
    public List<Result> measure(Stage stage, Progress progress) throws Exception {
        stage.tidemark(COMPANIES);
        var ledger = new Ledger(COMPANIES);
        Duration lasts = stage.sizes().lasting(LASTS);
        var crowd = new Crowd(stage.payara().base(), stage.sizes().of(REPLICAS), ledger);
        crowd.run(stage.sizes().part() == 1 ? WARM_UP : Duration.ofSeconds(5), progress);
        ledger.startCounting();
        crowd.run(lasts, progress);
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
        Result half =
                Result.of(number(), "1,000 replicas, sync p50", ledger.syncs().median(), "ms");
        Result p95 =
                Result.of(number(), "1,000 replicas, sync p95", ledger.syncs().at(0.95), "ms");
        Result errors =
                Result.of(number(), "1,000 replicas, errors", ledger.errors().size(), "errors");
        Result lost =
                Result.of(number(), "1,000 replicas, lost edits", audit.lost().size(), "edits");
        return List.of(
                half,
                p95.reach("< 1 s", p95.value() < 1_000),
                errors.reach("0", ledger.errors().isEmpty()),
                lost.reach("0, each acknowledged edit followed up", audit.lost().isEmpty()),
                Result.of(number(), "1,000 replicas, edits", audit.applied(), "edits"),
                Result.of(
                        number(),
                        "1,000 replicas, conflicts",
                        100.0 * audit.conflicts() / (audit.applied() + audit.conflicts()),
                        "% of edits"));
    }
}
