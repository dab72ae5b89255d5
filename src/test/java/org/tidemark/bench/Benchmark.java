package org.tidemark.bench;

import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.tidemark.bench.report.Machine;
import org.tidemark.bench.report.Progress;
import org.tidemark.bench.report.Report;
import org.tidemark.bench.report.Result;
import org.tidemark.bench.report.Sizes;
import org.tidemark.bench.row.BrowserRow;
import org.tidemark.bench.row.ContentionRow;
import org.tidemark.bench.row.CrowdRow;
import org.tidemark.bench.row.FlatRow;
import org.tidemark.bench.row.FootprintRow;
import org.tidemark.bench.row.LiveRow;
import org.tidemark.bench.row.MemoryRow;
import org.tidemark.bench.row.NothingNewRow;
import org.tidemark.bench.row.PartsRow;
import org.tidemark.bench.row.PullRow;
import org.tidemark.bench.row.PushRow;
import org.tidemark.bench.row.Row;
import org.tidemark.bench.row.WireRow;

/**
 * Measures the rows that are asked for and writes down what came of it. Started by {@code mvn -Pbench}, whose argument
 * is the project's folder; the property {@code bench} names rows, {@code 1,5} for example.
 */
public final class Benchmark {

    /** In this order those that share a filled server come together. */
    private static final List<Row> ROWS = List.of(
            new PushRow(),
            new PullRow(),
            new NothingNewRow(),
            new WireRow(),
            new BrowserRow(),
            new LiveRow(),
            new FlatRow(),
            new ContentionRow(),
            new MemoryRow(),
            new CrowdRow(7, 1_000, 0, Duration.ofSeconds(10), Duration.ofMinutes(10)),
            new CrowdRow(13, 2_000, 10_000, Duration.ofSeconds(30), Duration.ofMinutes(5)),
            new FootprintRow(),
            new PartsRow());

    private Benchmark() {}

    public static void main(String[] arguments) throws Exception {
        Progress progress = Progress.start();
        List<Result> results = new ArrayList<>();
        List<Exception> failed = new ArrayList<>();
        Path project = Path.of(arguments[0]).toAbsolutePath();
        Sizes sizes = Sizes.asTold();
        try (Stage stage = new Stage(progress, sizes, project)) {
            for (Row row : asked()) {
                progress.say("row %d: %s", row.number(), row.title());
                try {
                    results.addAll(row.measure(stage, progress.about(row)));
                } catch (Exception e) {
                    // The others are not measured again for it.
                    progress.say("row %d failed: %s", row.number(), e);
                    failed.add(e);
                }
            }
        }
        var report = new Report(results, Machine.here(), LocalDate.now(), sizes);
        report.write(project.resolve("target/bench"));
        if (Boolean.getBoolean("bench.docs")) {
            report.publish(project.resolve("docs"));
        }
        if (!failed.isEmpty()) {
            throw new IllegalStateException(failed.size() + " rows failed", failed.get(0));
        }
    }

    private static List<Row> asked() {
        String named = System.getProperty("bench", "");
        if (named.isBlank() || named.equals("all")) {
            return ROWS;
        }
        Set<Integer> numbers = Arrays.stream(named.split(","))
                .map(String::strip)
                .map(Integer::valueOf)
                .collect(Collectors.toSet());
        return ROWS.stream().filter(row -> numbers.contains(row.number())).toList();
    }
}
