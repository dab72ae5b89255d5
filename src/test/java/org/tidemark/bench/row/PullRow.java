package org.tidemark.bench.row;

import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.tidemark.bench.Contestant;
import org.tidemark.bench.Stage;
import org.tidemark.bench.Tidemark;
import org.tidemark.bench.load.Http;
import org.tidemark.bench.load.Samples;
import org.tidemark.bench.load.Turns;
import org.tidemark.bench.report.Limits;
import org.tidemark.bench.report.Progress;
import org.tidemark.bench.report.Result;
import org.tidemark.bench.report.Stopwatch;

/**
 * Row 2: a client that has nothing pulls everything, after others have; and again where nothing of what they were sent
 * holds any more, because a record of each range has changed since.
 */
public final class PullRow implements Row {

    private static final int TURNS = 5;
    /** It takes half a minute, warm or cold. */
    private static final int TURNS_OF_POUCHDB = 1;
    /** The server packs so many records together; an edit of each five-hundredth surely is in each of its packs. */
    private static final int EACH = 500;

    private int round;

    @Override
    public int number() {
        return 2;
    }

    @Override
    public String title() {
        return "pull 100,000 records over HTTP";
    }

    @Override
    public List<Result> measure(Stage stage, Progress progress) throws Exception {
        int companies = stage.sizes().of(PushRow.COMPANIES);
        var turns = new Turns(progress);
        Tidemark tidemark = stage.tidemark(companies);
        turns.add("changed", () -> {
            change(tidemark, companies);
            return pull(tidemark, companies);
        });
        for (Contestant contestant : stage.contestants(companies)) {
            boolean slow = contestant.name().equals("pouchdb");
            turns.add(contestant.name(), slow ? TURNS_OF_POUCHDB : TURNS, () -> pull(contestant, companies));
        }
        try (var limits = new Limits(stage.database())) {
            Http http = limits.http();
            turns.add("stream", () -> {
                long start = System.nanoTime();
                http.get("/");
                return Stopwatch.perSecond(companies, start);
            });
            Map<String, Samples> taken = turns.take(3, TURNS);
            Result kept = result("pull", taken.get("tidemark"), taken);
            Result changed = result("pull, all changed", taken.get("changed"), taken);
            return List.of(
                    kept.reach(
                            "≥ 2× RxDB, ≥ 60 % of the limit",
                            kept.ratioToPeer("rxdb") >= 2 && kept.ratioToLimit() >= 0.6),
                    changed.reach("≥ 75 % of the limit", changed.ratioToLimit() >= 0.75));
        }
    }

    private Result result(String name, Samples samples, Map<String, Samples> taken) {
        return Result.of(number(), name, samples, "records/s", true)
                .against("rxdb", taken.get("rxdb").median())
                .against("pouchdb", taken.get("pouchdb").median())
                .limit(taken.get("stream").median());
    }

    /** Outside the measurement. */
    private void change(Tidemark tidemark, int companies) throws Exception {
        round++;
        int[] some = IntStream.iterate(round % EACH, number -> number < companies, number -> number + EACH)
                .toArray();
        Contestant.Edits edits = tidemark.edits(some);
        edits.send();
        if (edits.settle() != some.length) {
            throw new IllegalStateException("not all edits were taken");
        }
    }

    private static double pull(Contestant contestant, int companies) throws Exception {
        long start = System.nanoTime();
        Contestant.Pulled pulled = contestant.pullAll();
        double rate = Stopwatch.perSecond(companies, start);
        if (pulled.count() != companies) {
            throw new IllegalStateException(
                    contestant.name() + " sent " + pulled.count() + " of " + companies + " records");
        }
        return rate;
    }
}
