package org.tidemark.bench.row;

import jakarta.json.JsonObject;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.tidemark.bench.Stage;
import org.tidemark.bench.Tidemark;
import org.tidemark.bench.load.Samples;
import org.tidemark.bench.report.Heap;
import org.tidemark.bench.report.Progress;
import org.tidemark.bench.report.Result;

/** Row 8: how much the heaps of the server and of a tab grow while a million records pass. */
public final class MemoryRow implements Row {

    private static final int COMPANIES = 1_000_000;
    private static final int MOST_MIB = 64;

    @Override
    public int number() {
        return 8;
    }

    @Override
    public String title() {
        return "pull of 1,000,000 records: growth of the heap, and a first synchronisation of a device";
    }

    @Override
    public List<Result> measure(Stage stage, Progress progress) throws Exception {
        int companies = stage.sizes().of(COMPANIES);
        Tidemark tidemark = stage.tidemark(companies);
        Result server = server(stage, tidemark, progress);
        List<Result> results = new ArrayList<>();
        results.add(server.reach("< 64 MiB", server.value() < MOST_MIB));
        results.addAll(tab(stage, companies, progress));
        return results;
    }

    /** What lives in the heap is looked at again and again while one replica pulls everything. */
    private Result server(Stage stage, Tidemark tidemark, Progress progress) throws Exception {
        Heap heap = stage.payara().heap();
        tidemark.catchUp();
        double before = heap.living();
        var growth = new Samples();
        CompletableFuture<Integer> pull = CompletableFuture.supplyAsync(tidemark::passAll);
        while (!pull.isDone()) {
            growth.add(heap.living() - before);
            Thread.sleep(1_000);
        }
        progress.say("server: %,d pages, %.1f MiB more at most", pull.get(), growth.max());
        return Result.of(number(), "heap growth, server", Math.max(0, growth.max()), "MiB");
    }

    /** The first synchronisation of a device, which fails unless all records are there in the end. */
    private List<Result> tab(Stage stage, int companies, Progress progress) throws Exception {
        try (var browser = stage.browser("memory.js", stage.payara().base(), stage.folder(), companies)) {
            JsonObject look = browser.next();
            for (int i = 0; !look.containsKey("growth"); look = browser.next()) {
                if (i++ % 6 == 0) {
                    progress.say(
                            "tab: %,d records, %.1f MiB more",
                            look.getInt("done"), look.getJsonNumber("mib").doubleValue());
                }
            }
            progress.say(
                    "tab: %.1f MiB more at most, %.0f s",
                    look.getJsonNumber("growth").doubleValue(),
                    look.getJsonNumber("seconds").doubleValue());
            Result heap = Result.of(
                    number(), "heap growth, tab", look.getJsonNumber("growth").doubleValue(), "MiB");
            return List.of(
                    heap.reach("< 64 MiB", heap.value() < MOST_MIB),
                    Result.of(
                            number(),
                            "memory growth, browser",
                            look.getJsonNumber("resident").doubleValue(),
                            "MiB"),
                    Result.of(
                            number(),
                            "first sync of all on a device",
                            look.getJsonNumber("seconds").doubleValue(),
                            "s"));
        }
    }
}
