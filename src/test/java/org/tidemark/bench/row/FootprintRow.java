package org.tidemark.bench.row;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.GZIPOutputStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import org.tidemark.bench.Database;
import org.tidemark.bench.Payara;
import org.tidemark.bench.Stage;
import org.tidemark.bench.Tidemark;
import org.tidemark.bench.load.Http;
import org.tidemark.bench.load.Samples;
import org.tidemark.bench.report.Progress;
import org.tidemark.bench.report.Result;
import org.tidemark.bench.report.Stopwatch;

/**
 * Row 10: what it weighs. From the command that starts the server to the first synchronisation of the demo's records;
 * sizes on disk, in memory, in a browser.
 */
public final class FootprintRow implements Row {

    private static final int TURNS = 3;
    private static final double KIB = 1024;

    @Override
    public int number() {
        return 10;
    }

    @Override
    public String title() {
        return "start, sizes, memory at rest";
    }

    @Override
    public List<Result> measure(Stage stage, Progress progress) throws Exception {
        var start = new Samples();
        var resident = new Samples();
        var heap = new Samples();
        Database database = stage.database().another("start");
        for (int i = 0; i < TURNS; i++) {
            long begin = System.nanoTime();
            try (Payara payara = stage.start("start", stage.war(), database, List.of())) {
                firstSync(payara);
                start.add(Stopwatch.seconds(begin));
                heap.add(payara.heap().living());
                resident.add(payara.memory());
            }
            progress.say("%.1f s, %.0f MiB of heap, %.0f MiB in all", start.median(), heap.median(), resident.median());
        }
        List<Result> results = new ArrayList<>(List.of(
                Result.of(number(), "start to first sync", start, "s", false),
                Result.of(number(), "heap at rest", heap, "MiB", false),
                Result.of(number(), "memory at rest", resident, "MiB", false),
                Result.of(number(), "WAR", Files.size(stage.war()) / KIB / KIB, "MiB")));
        results.addAll(scripts(stage));
        return results;
    }

    /**
     * A server that is still deploying answers 503, and Payara itself 404 or 500 for a moment before that; a client
     * tries again.
     */
    private static void firstSync(Payara payara) throws InterruptedException {
        for (int left = 1_200; ; left--) {
            try {
                new Tidemark(Http.signedIn(payara.base(), "alice")).passAll();
                return;
            } catch (IllegalStateException e) {
                if (left == 0 || !e.getMessage().matches("(?s).* answered (404|500|503) .*")) {
                    throw e;
                }
                Thread.sleep(50);
            }
        }
    }

    /** Each module is a file of its own, and is packed by itself. */
    private List<Result> scripts(Stage stage) throws IOException {
        double client = 0;
        double dexie = 0;
        int modules = 0;
        try (var war = new ZipFile(stage.war().toFile())) {
            for (ZipEntry entry : (Iterable<ZipEntry>) war.stream().<ZipEntry>map(e -> e)::iterator) {
                if (entry.getName().matches("tidemark/[^/]+\\.js")) {
                    client += packed(war, entry);
                    modules++;
                } else if (entry.getName().equals("vendor/dexie.mjs")) {
                    dexie += packed(war, entry);
                }
            }
        }
        return List.of(
                Result.of(number(), "client, gzipped", client / KIB, "KiB in " + modules + " modules"),
                Result.of(number(), "client with Dexie, gzipped", (client + dexie) / KIB, "KiB"));
    }

    private static int packed(ZipFile war, ZipEntry entry) throws IOException {
        var out = new ByteArrayOutputStream();
        try (var in = war.getInputStream(entry);
                var gzip = new GZIPOutputStream(out)) {
            in.transferTo(gzip);
        }
        return out.size();
    }
}
