package org.tidemark.bench.row;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.tidemark.bench.Contestant;
import org.tidemark.bench.Stage;
import org.tidemark.bench.Tidemark;
import org.tidemark.bench.load.Samples;
import org.tidemark.bench.report.Progress;
import org.tidemark.bench.report.Result;
import org.tidemark.bench.report.Stopwatch;

/** Row 6: whether a hundred changes take longer in a large table than in a small one. */
public final class FlatRow implements Row {

    private static final int SMALL = 10_000;
    private static final int LARGE = 1_000_000;
    /** So many more in other scopes: all in all 10⁷. */
    private static final int ELSEWHERE = 9_000_000;

    private static final int CHANGES = 100;
    private static final int WARM_UPS = 60;
    private static final int TIMES = 60;

    private record Table(String name, int companies, int elsewhere) {}

    @Override
    public int number() {
        return 6;
    }

    @Override
    public String title() {
        return "100 changes, table of 10⁴, 10⁶ and 10⁷";
    }

    /** Small, large, and small again: what the machine did meanwhile shows between the first and the last. */
    @Override
    public List<Result> measure(Stage stage, Progress progress) throws Exception {
        Table small = new Table("10⁴", stage.sizes().of(SMALL), 0);
        Table large = new Table("10⁶", stage.sizes().of(LARGE), 0);
        Table largest = new Table("10⁷", stage.sizes().of(LARGE), stage.sizes().of(ELSEWHERE));
        Map<Table, Samples> taken = new LinkedHashMap<>();
        for (Table table : List.of(small, large, largest, small)) {
            var here = new Samples();
            Tidemark tidemark = stage.filled(table.companies(), table.elsewhere());
            for (int i = -WARM_UPS; i < TIMES; i++) {
                double millis = millis(tidemark);
                if (i >= 0) {
                    taken.computeIfAbsent(table, t -> new Samples()).add(millis);
                    here.add(millis);
                }
            }
            progress.say("%s companies: %.2f ms", table.name(), here.median());
        }
        List<Result> results = new ArrayList<>();
        for (Table other : List.of(large, largest)) {
            double ratio = taken.get(other).median() / taken.get(small).median();
            results.add(Result.of(number(), "flat", ratio, "time at " + other.name() + " / time at 10⁴")
                    .reach("≤ 1.2", ratio <= 1.2));
        }
        taken.forEach((table, samples) ->
                results.add(Result.of(number(), "100 changes at " + table.name(), samples, "ms", false)));
        return results;
    }

    /** One replica pushes them, another one pulls them. */
    private static double millis(Tidemark tidemark) throws Exception {
        Contestant.Sync reader = tidemark.catchUp();
        Contestant.Edits edits = tidemark.edits(CHANGES);
        long start = System.nanoTime();
        edits.send();
        reader.run();
        double millis = Stopwatch.millis(start);
        edits.settle();
        return millis;
    }
}
