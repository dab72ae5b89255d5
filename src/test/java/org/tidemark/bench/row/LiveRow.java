package org.tidemark.bench.row;

import jakarta.json.JsonNumber;
import jakarta.json.JsonObject;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
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

    /** Where an edit is on its way: the push leaves, is answered, and the page comes to the other browser. */
    private static final List<String> WAY = List.of("left", "was answered", "came");

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
        Map<String, Samples> way = new LinkedHashMap<>();
        WAY.forEach(where -> way.put(where, new Samples()));
        progress.say("warming up");
        warmUp(ours, stage.sizes().of(BY_WIRE));
        warmUp(pouch, stage.sizes().of(BY_WIRE_TO_POUCHDB));
        edits(stage, WARM_UP, "tidemark", new Samples());
        edits(stage, WARM_UP, "pouchdb", new Samples(), pouch.address(), script);
        edits(stage, WARM_UP, "nothing", new Samples());
        for (int turn = 0; turn < TURNS; turn++) {
            JsonObject measured = edits(stage, EDITS, "tidemark", tidemark);
            way.forEach((where, at) -> read(measured, where, at));
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
        List<Result> results = new ArrayList<>(List.of(
                half.reach("≤ 2.5× two empty requests", half.ratioToLimit() <= 2.5),
                slowest.reach("≤ 100 ms", slowest.value() <= 100)));
        way.forEach((where, at) -> results.add(Result.of(number(), "live, until it " + where, at.median(), "ms")));
        return results;
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

    private static JsonObject edits(Stage stage, int full, String who, Samples samples, Object... more)
            throws Exception {
        int edits = stage.sizes().of(full);
        List<Object> arguments =
                new ArrayList<>(List.of(who, stage.payara().base(), stage.folder(), edits, Companies.id(7)));
        arguments.addAll(List.of(more));
        try (var browsers = stage.browser("live.js", arguments.toArray())) {
            JsonObject measured = browsers.next();
            read(measured, "millis", samples);
            return measured;
        }
    }

    private static void read(JsonObject measured, String what, Samples samples) {
        measured.getJsonArray(what).getValuesAs(JsonNumber.class).forEach(n -> samples.add(n.doubleValue()));
    }
}
