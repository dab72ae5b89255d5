package org.tidemark.bench.row;

import java.util.List;
import java.util.Map;
import org.tidemark.bench.Stage;
import org.tidemark.bench.load.Samples;
import org.tidemark.bench.load.Turns;
import org.tidemark.bench.load.Writers;
import org.tidemark.bench.report.Limits;
import org.tidemark.bench.report.Progress;
import org.tidemark.bench.report.Result;

/** Row 12: what the clock of a scope costs those who write into it at the same time, and whether many scopes scale. */
public final class ContentionRow implements Row {

    private static final int COMPANIES = 12_000;
    private static final int PUSHES = 50;
    /** Edits of a push that says more than one thing. */
    private static final int GROUP = 10;

    /** Some 25,000 pushes: before, the rate still rises, since the compiler of the Java virtual machine is at work. */
    private static final int WARM_UPS = 10;

    private static final int TURNS = 5;
    private static final double REACH = 0.6;

    @Override
    public int number() {
        return 12;
    }

    @Override
    public String title() {
        return "16 writers into the clock of one scope, and of three";
    }

    @Override
    public List<Result> measure(Stage stage, Progress progress) throws Exception {
        stage.tidemark(COMPANIES);
        var turns = new Turns(progress);
        // The bare table is a copy of what the writers have spread over the scopes.
        try (var writers = new Writers(
                        stage.payara().base(),
                        stage.database(),
                        COMPANIES,
                        stage.sizes().of(PUSHES));
                var limits = new Limits(stage.database())) {
            turns.add("1 writer", () -> writers.push(1, 1, 1));
            turns.add("1 scope", () -> writers.push(Writers.MOST, 1, 1));
            turns.add("3 scopes", () -> writers.push(Writers.MOST, 3, 1));
            turns.add("grouped", () -> writers.push(Writers.MOST, 1, GROUP));
            turns.add("jdbc 1", () -> writers.jdbc(1, 1));
            turns.add("jdbc 1 scope", () -> writers.jdbc(Writers.MOST, 1));
            turns.add("jdbc 3 scopes", () -> writers.jdbc(Writers.MOST, 3));
            Map<String, Samples> taken = turns.take(WARM_UPS, TURNS);
            Result crowd = result("16 writers, 1 scope", taken.get("1 scope"), taken.get("jdbc 1 scope"));
            return List.of(
                    result("1 writer, 1 scope", taken.get("1 writer"), taken.get("jdbc 1")),
                    crowd.reach("≥ 60 % of the limit", crowd.ratioToLimit() >= REACH),
                    result("16 writers, 3 scopes", taken.get("3 scopes"), taken.get("jdbc 3 scopes")),
                    result("16 writers, 1 scope, pushes of 10", taken.get("grouped"), taken.get("jdbc 1 scope")));
        }
    }

    private Result result(String name, Samples ours, Samples limit) {
        return Result.of(number(), name, ours, "edits/s", true).limit(limit.median());
    }
}
