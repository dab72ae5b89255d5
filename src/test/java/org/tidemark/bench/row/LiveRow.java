package org.tidemark.bench.row;

import jakarta.json.JsonNumber;
import java.util.ArrayList;
import java.util.List;
import org.tidemark.bench.Contestant;
import org.tidemark.bench.Stage;
import org.tidemark.bench.load.Companies;
import org.tidemark.bench.load.Samples;
import org.tidemark.bench.report.Progress;
import org.tidemark.bench.report.Result;

/** Row 4: an edit in one browser, until another one shows it. */
public final class LiveRow implements Row {

    private static final int EDITS = 200;
    private static final int TURNS = 2;
    /** Not counted, in the browsers. */
    private static final int WARM_UP = 200;
    /**
     * Not counted, by wire, for no row before has sent single edits: a JVM compiles after thousands of calls, V8 after
     * hundreds.
     */
    private static final int BY_WIRE = 4_000;

    private static final int BY_WIRE_TO_POUCHDB = 400;

    private static final int COMPANIES = 1_000;

    @Override
    public int number() {
        return 4;
    }

    @Override
    public String title() {
        return "one edit A → server → B, live";
    }

    @Override
    public List<Result> measure(Stage stage, Progress progress) throws Exception {
        var ours = stage.tidemark(COMPANIES);
        var pouch = stage.pouchdb(COMPANIES);
        String script = stage.scripts()
                .resolve("node_modules/pouchdb/dist/pouchdb.min.js")
                .toString();
        var tidemark = new Samples();
        var pouchdb = new Samples();
        var nothing = new Samples();
        progress.say("warming up");
        warmUp(ours, stage.sizes().of(BY_WIRE));
        warmUp(pouch, stage.sizes().of(BY_WIRE_TO_POUCHDB));
        edits(stage, WARM_UP, "tidemark", new Samples());
        edits(stage, WARM_UP, "pouchdb", new Samples(), pouch.address(), script);
        edits(stage, WARM_UP, "nothing", new Samples());
        for (int turn = 0; turn < TURNS; turn++) {
            edits(stage, EDITS, "tidemark", tidemark);
            edits(stage, EDITS, "pouchdb", pouchdb, pouch.address(), script);
            edits(stage, EDITS, "nothing", nothing);
            progress.say(
                    "tidemark %.1f ms, pouchdb %.1f ms, two empty requests %.1f ms",
                    tidemark.median(), pouchdb.median(), nothing.median());
        }
        Result half = Result.of(number(), "live, p50", tidemark, "ms", false)
                .against("pouchdb", pouchdb.median())
                .limit(nothing.median());
        Result slowest = Result.of(number(), "live, p99", tidemark.at(0.99), "ms")
                .against("pouchdb", pouchdb.at(0.99))
                .limit(nothing.at(0.99));
        return List.of(half.reach("≤ 20 ms", half.value() <= 20), slowest.reach("≤ 100 ms", slowest.value() <= 100));
    }

    private static void warmUp(Contestant contestant, int edits) throws Exception {
        for (int i = 0; i < edits; i++) {
            Contestant.Sync reader = contestant.catchUp();
            Contestant.Edits edit = contestant.edits(1);
            edit.send();
            reader.run();
            edit.settle();
        }
    }

    private static void edits(Stage stage, int full, String who, Samples samples, Object... more) throws Exception {
        int edits = stage.sizes().of(full);
        List<Object> arguments =
                new ArrayList<>(List.of(who, stage.payara().base(), stage.folder(), edits, Companies.id(7)));
        arguments.addAll(List.of(more));
        try (var browsers = stage.browser("live.js", arguments.toArray())) {
            browsers.next()
                    .getJsonArray("millis")
                    .getValuesAs(JsonNumber.class)
                    .forEach(n -> samples.add(n.doubleValue()));
        }
    }
}
