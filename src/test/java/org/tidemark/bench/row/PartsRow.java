package org.tidemark.bench.row;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;
import org.openjdk.jmh.runner.options.VerboseMode;
import org.tidemark.bench.Stage;
import org.tidemark.bench.report.Progress;
import org.tidemark.bench.report.Result;
import org.tidemark.protocol.PageBenchmark;
import org.tidemark.protocol.PushBenchmark;
import org.tidemark.sync.decide.DecisionBenchmark;
import org.tidemark.sync.pull.CursorBenchmark;

/** Row 11: what a push and a pull do in pure functions, each alone, by JMH. Nothing of the stage is started. */
public final class PartsRow implements Row {

    private static final int WARM_UPS = 4;
    private static final int RUNS = 10;
    private static final int MILLIS = 500;

    private static final List<Part> PARTS = List.of(
            new Part("decide an edit", DecisionBenchmark.class, "update"),
            new Part("decide an edit in conflict", DecisionBenchmark.class, "conflict"),
            new Part("three-way merge", DecisionBenchmark.class, "merge"),
            new Part("read a push of 1,000 edits", PushBenchmark.class, "read"),
            new Part("write a page of 1,000 records", PageBenchmark.class, "write"),
            new Part("cursor to text and back", CursorBenchmark.class, "thereAndBack"));

    /** A method that JMH measures. */
    private record Part(String name, Class<?> type, String method) {

        String pattern() {
            return "^" + Pattern.quote(type.getName() + "." + method) + "$";
        }
    }

    @Override
    public int number() {
        return 11;
    }

    @Override
    public String title() {
        return "pure parts, by JMH";
    }

    @Override
    public List<Result> measure(Stage stage, Progress progress) throws RunnerException {
        List<Result> results = new ArrayList<>();
        for (Part part : PARTS) {
            RunResult run = run(part, TimeValue.milliseconds(stage.sizes().of(MILLIS)));
            var figure = run.getPrimaryResult();
            progress.say("%s: %.2f ± %.2f µs", part.name(), figure.getScore(), figure.getScoreError());
            results.add(Result.mean(
                    number(),
                    part.name(),
                    figure.getScore(),
                    figure.getScoreError(),
                    (int) figure.getSampleCount(),
                    "µs"));
        }
        return results;
    }

    /** In a fresh JVM, so that no part meets what the compiler has learnt from another one. */
    private static RunResult run(Part part, TimeValue time) throws RunnerException {
        return new Runner(new OptionsBuilder()
                        .include(part.pattern())
                        .mode(Mode.AverageTime)
                        .timeUnit(TimeUnit.MICROSECONDS)
                        .forks(1)
                        .warmupIterations(WARM_UPS)
                        .warmupTime(time)
                        .measurementIterations(RUNS)
                        .measurementTime(time)
                        .shouldFailOnError(true)
                        .verbosity(VerboseMode.SILENT)
                        .build())
                .runSingle();
    }
}
