package org.tidemark.bench.row;

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
    private static final int CHANGES = 100;
    private static final int WARM_UPS = 60;
    private static final int TIMES = 60;

    @Override
    public int number() {
        return 6;
    }

    @Override
    public String title() {
        return "100 changes, table of 10⁴ and 10⁶";
    }

    /** Small, large, and small again: what the machine did meanwhile shows between the first and the last. */
    @Override
    public List<Result> measure(Stage stage, Progress progress) throws Exception {
        Map<Integer, Samples> taken = new LinkedHashMap<>();
        int small = stage.sizes().of(SMALL);
        int large = stage.sizes().of(LARGE);
        for (int companies : new int[] {small, large, small}) {
            Samples samples = taken.computeIfAbsent(companies, c -> new Samples());
            Tidemark tidemark = stage.tidemark(companies);
            var here = new Samples();
            for (int i = -WARM_UPS; i < TIMES; i++) {
                double millis = millis(tidemark);
                if (i >= 0) {
                    samples.add(millis);
                    here.add(millis);
                }
            }
            progress.say("%,9d companies: %.2f ms", companies, here.median());
        }
        double ratio = taken.get(large).median() / taken.get(small).median();
        Result result = Result.of(number(), "flat", ratio, "time at 10⁶ / time at 10⁴");
        return List.of(
                result.reach("≤ 1.2", ratio <= 1.2),
                Result.of(number(), "100 changes at 10⁴", taken.get(small), "ms", false),
                Result.of(number(), "100 changes at 10⁶", taken.get(large), "ms", false));
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
