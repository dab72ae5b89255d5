package org.tidemark.bench.row;

import java.util.List;
import java.util.Map;
import org.tidemark.bench.Contestant;
import org.tidemark.bench.Stage;
import org.tidemark.bench.load.Samples;
import org.tidemark.bench.load.Turns;
import org.tidemark.bench.report.Limits;
import org.tidemark.bench.report.Progress;
import org.tidemark.bench.report.Result;
import org.tidemark.bench.report.Stopwatch;

/** Row 1: ten thousand edits, each checked against what the server has. */
public final class PushRow implements Row {

    static final int COMPANIES = 100_000;
    private static final int EDITS = 10_000;
    /** So many until the compiler of the Java virtual machine is done with it. */
    private static final int WARM_UPS = 8;

    private static final int TURNS = 5;

    @Override
    public int number() {
        return 1;
    }

    @Override
    public String title() {
        return "push 10,000 edits in chunks, with conflict check";
    }

    @Override
    public List<Result> measure(Stage stage, Progress progress) throws Exception {
        int edits = stage.sizes().of(EDITS);
        int companies = stage.sizes().of(COMPANIES);
        var turns = new Turns(progress);
        for (Contestant contestant : stage.contestants(companies)) {
            turns.add(contestant.name(), () -> push(contestant, edits));
        }
        try (var limits = new Limits(stage.database())) {
            turns.add("jdbc", () -> {
                long start = System.nanoTime();
                limits.update(edits);
                return Stopwatch.perSecond(edits, start);
            });
            Map<String, Samples> taken = turns.take(WARM_UPS, TURNS);
            Result result = Result.of(number(), "push", taken.get("tidemark"), "records/s", true)
                    .against("rxdb", taken.get("rxdb").median())
                    .against("pouchdb", taken.get("pouchdb").median())
                    .limit(taken.get("jdbc").median());
            return List.of(result.reach(
                    "≥ 2× RxDB, ≥ 5× PouchDB, ≥ 50 % of JDBC",
                    result.ratioToPeer("rxdb") >= 2
                            && result.ratioToPeer("pouchdb") >= 5
                            && result.ratioToLimit() >= 0.5));
        }
    }

    private static double push(Contestant contestant, int count) throws Exception {
        Contestant.Edits edits = contestant.edits(count);
        long start = System.nanoTime();
        edits.send();
        double rate = Stopwatch.perSecond(count, start);
        int taken = edits.settle();
        if (taken != count) {
            throw new IllegalStateException(contestant.name() + " took " + taken + " of " + count + " edits");
        }
        return rate;
    }
}
