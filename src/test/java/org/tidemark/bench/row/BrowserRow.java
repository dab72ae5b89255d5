package org.tidemark.bench.row;

import jakarta.json.JsonObject;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.tidemark.bench.Stage;
import org.tidemark.bench.load.Samples;
import org.tidemark.bench.load.Turns;
import org.tidemark.bench.report.Progress;
import org.tidemark.bench.report.Result;

/** Row 3: the first synchronisation of a browser, until the records can be queried there. */
public final class BrowserRow implements Row {

    /** PouchDB takes minutes for all of them; so it is asked for a tenth, which is kind to it, and counted up. */
    private static final int OF_POUCHDB = 10_000;

    private static final int TURNS = 3;

    /** What pages may take of the time of rows. */
    private static final double MOST_TIMES = 1.5;

    private enum Part {
        ALL(1, ""),
        TENTH(10, ", a tenth"),
        HUNDREDTH(100, ", a hundredth");

        private final int divisor;
        private final String name;

        Part(int divisor, String name) {
            this.divisor = divisor;
            this.name = name;
        }
    }

    @Override
    public int number() {
        return 3;
    }

    @Override
    public String title() {
        return "first synchronisation of Chromium's IndexedDB with 100,000 records, until queryable";
    }

    @Override
    public List<Result> measure(Stage stage, Progress progress) throws Exception {
        int all = stage.sizes().of(PushRow.COMPANIES);
        List<Result> results = new ArrayList<>();
        for (Part part : Part.values()) {
            int companies = all / part.divisor;
            boolean isMain = part == Part.ALL;
            stage.tidemark(companies);
            var turns = new Turns(progress);
            turns.add("tidemark", () -> seconds(stage, "tidemark", companies));
            turns.add("bulkPut", () -> seconds(stage, "dexie", companies));
            if (isMain) {
                int held = Math.min(all, OF_POUCHDB);
                var pouchdb = stage.pouchdb(held);
                String script = stage.scripts()
                        .resolve("node_modules/pouchdb/dist/pouchdb.min.js")
                        .toString();
                turns.add("pouchdb", () -> seconds(stage, "pouchdb", companies, pouchdb.address(), held, script));
            }
            Map<String, Samples> taken = turns.take(0, TURNS);
            String name = "first sync in the browser" + part.name;
            Result result = Result.of(number(), name, taken.get("tidemark"), "s", false)
                    .limit(taken.get("bulkPut").median());
            if (isMain) {
                result = result.against("pouchdb", taken.get("pouchdb").median());
                result = result.reach(
                        "≤ 1.2× bulkPut, ≥ 10× PouchDB",
                        result.ratioToLimit() <= 1.2 && result.ratioToPeer("pouchdb") >= 10);
            }
            results.add(result);
            if (isMain) {
                results.addAll(following(stage, companies));
            }
        }
        return results;
    }

    /** What follows it at once, on stored pages; the limit is the same once all records are rows. */
    private List<Result> following(Stage stage, int companies) throws Exception {
        try (var browser = stage.browser("following.js", stage.payara().base(), stage.folder(), companies)) {
            JsonObject taken = browser.next();
            JsonObject read = taken.getJsonObject("read");
            return List.of(
                    following("bulkPut of 100 edits after it", taken.getJsonObject("edits")),
                    following("a cursor after it", taken.getJsonObject("cursor")),
                    following("the worst read after it (" + read.getString("name") + ")", read));
        }
    }

    private Result following(String name, JsonObject taken) {
        Result result = Result.of(number(), name, taken.getJsonNumber("pages").doubleValue(), "ms")
                .limit(taken.getJsonNumber("rows").doubleValue());
        return result.reach("≤ 1.5× rows", result.ratioToLimit() <= MOST_TIMES);
    }

    private static double seconds(Stage stage, String who, int companies, Object... more) throws Exception {
        List<Object> arguments = new ArrayList<>(List.of(who, stage.payara().base(), stage.folder(), companies));
        arguments.addAll(List.of(more));
        try (var browser = stage.browser("first-sync.js", arguments.toArray())) {
            return browser.next().getJsonNumber("seconds").doubleValue();
        }
    }
}
