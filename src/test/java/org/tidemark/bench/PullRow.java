package org.tidemark.bench;

import java.util.List;
import java.util.Map;

/** Row 2: a client that has nothing pulls everything. */
final class PullRow implements Row {

    private static final int TURNS = 5;
    /** It takes half a minute, warm or cold. */
    private static final int TURNS_OF_POUCHDB = 1;

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
            Map<String, Samples> taken = turns.take(2, TURNS);
            Result result = Result.of(number(), "pull", taken.get("tidemark"), "records/s", true)
                    .against("rxdb", taken.get("rxdb").median())
                    .against("pouchdb", taken.get("pouchdb").median())
                    .limit(taken.get("stream").median());
            return List.of(result.reach(
                    "≥ 2× RxDB, ≥ 60 % of the limit", result.ratioToPeer("rxdb") >= 2 && result.ratioToLimit() >= 0.6));
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
