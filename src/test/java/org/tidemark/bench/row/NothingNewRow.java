package org.tidemark.bench.row;

import java.util.List;
import java.util.Map;
import org.tidemark.bench.Contestant;
import org.tidemark.bench.Stage;
import org.tidemark.bench.load.Http;
import org.tidemark.bench.load.Samples;
import org.tidemark.bench.load.Turns;
import org.tidemark.bench.report.Progress;
import org.tidemark.bench.report.Result;
import org.tidemark.bench.report.Stopwatch;

/** Row 5: what a synchronisation takes when there is nothing to send and nothing to fetch. */
public final class NothingNewRow implements Row {

    private static final int CALLS = 300;
    private static final int TURNS = 9;
    private static final int WARM_UPS = 4;
    /**
     * Of the server's own three calls: its virtual machine goes on compiling for so long, as a flight recording shows.
     */
    private static final int CALLS_BEFORE = 15_000;

    @Override
    public int number() {
        return 5;
    }

    @Override
    public String title() {
        return "sync with nothing to do";
    }

    @Override
    public List<Result> measure(Stage stage, Progress progress) throws Exception {
        var turns = new Turns(progress);
        for (Contestant contestant : stage.contestants(stage.sizes().of(PushRow.COMPANIES))) {
            Contestant.Sync sync = contestant.catchUp();
            turns.add(contestant.name(), () -> millis(sync));
        }
        Http http = Http.signedIn(stage.payara().base(), "alice");
        turns.add("nothing", () -> millis(() -> http.get("/bench/nothing")));
        turns.add("select", () -> millis(() -> http.get("/bench/select")));
        Contestant.Sync ours =
                stage.tidemark(stage.sizes().of(PushRow.COMPANIES)).catchUp();
        for (int i = 0; i < CALLS_BEFORE; i++) {
            ours.run();
            http.get("/bench/nothing");
            http.get("/bench/select");
        }
        progress.say("warmed up by %,d calls", CALLS_BEFORE);
        Map<String, Samples> taken = turns.take(WARM_UPS, TURNS);
        Result result = Result.of(number(), "nothing to do", taken.get("tidemark"), "ms", false)
                .against("rxdb", taken.get("rxdb").median())
                .against("pouchdb", taken.get("pouchdb").median())
                .limit(taken.get("select").median());
        Result select = Result.of(number(), "a request with one SELECT", taken.get("select"), "ms", false)
                .limit(taken.get("nothing").median());
        return List.of(result.reach("≤ 1.5× a request with one SELECT", result.ratioToLimit() <= 1.5), select);
    }

    private static double millis(Contestant.Sync sync) throws Exception {
        var calls = new Samples();
        for (int i = 0; i < CALLS; i++) {
            long start = System.nanoTime();
            sync.run();
            calls.add(Stopwatch.millis(start));
        }
        return calls.median();
    }
}
