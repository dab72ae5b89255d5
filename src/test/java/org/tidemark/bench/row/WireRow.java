package org.tidemark.bench.row;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.tidemark.bench.Contestant;
import org.tidemark.bench.Stage;
import org.tidemark.bench.load.CountingProxy;
import org.tidemark.bench.load.Samples;
import org.tidemark.bench.report.Progress;
import org.tidemark.bench.report.Result;

/** Row 9: the bytes that a change costs on its way from one replica to the server and on to another. */
public final class WireRow implements Row {

    private static final int TURNS = 5;

    @Override
    public int number() {
        return 9;
    }

    @Override
    public String title() {
        return "bytes on the wire per changed record";
    }

    @Override
    public List<Result> measure(Stage stage, Progress progress) throws Exception {
        List<Result> results = new ArrayList<>();
        for (int changes : new int[] {100, 1}) {
            Map<String, Samples> bytes = new LinkedHashMap<>();
            for (Contestant contestant : stage.contestants(stage.sizes().of(PushRow.COMPANIES))) {
                bytes.put(contestant.name(), bytes(contestant, changes));
                progress.say(
                        "%-9s %,.0f bytes a record, %d at once",
                        contestant.name(), bytes.get(contestant.name()).median(), changes);
            }
            String name = changes == 1 ? "bytes, one change" : "bytes, " + changes + " changes";
            Result result = Result.of(number(), name, bytes.get("tidemark"), "bytes/record", false)
                    .against("rxdb", bytes.get("rxdb").median())
                    .against("pouchdb", bytes.get("pouchdb").median());
            results.add(result.reach(
                    "fewer than every peer", result.peers().values().stream().allMatch(peer -> result.value() < peer)));
        }
        return results;
    }

    private static Samples bytes(Contestant contestant, int changes) throws Exception {
        var samples = new Samples();
        var direct = contestant.address();
        try (var proxy = new CountingProxy(direct)) {
            contestant.through(proxy.address());
            for (int i = 0; i < TURNS; i++) {
                Contestant.Sync reader = contestant.catchUp();
                Contestant.Edits edits = contestant.edits(changes);
                proxy.count();
                edits.send();
                reader.run();
                samples.add((double) proxy.count() / changes);
                edits.settle();
            }
        } finally {
            contestant.through(direct);
        }
        return samples;
    }
}
