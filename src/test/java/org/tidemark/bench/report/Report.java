package org.tidemark.bench.report;

import jakarta.json.Json;
import jakarta.json.JsonWriterFactory;
import jakarta.json.stream.JsonGenerator;
import java.io.IOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What is left of a run: results.json, the table, a plot of each figure that is compared. {@code -Dbench.docs} puts
 * table and plots into the documentation too.
 */
public record Report(List<Result> results, Machine machine, LocalDate day, Sizes sizes) {

    private static final String BEGIN = "<!-- result: written by mvn -Pbench -Dbench.docs -->\n";
    private static final String END = "<!-- end of result -->\n";

    public void write(Path folder) throws IOException {
        Path plots = Files.createDirectories(folder.resolve("plots"));
        writeJson(folder.resolve("results.json"));
        Files.writeString(folder.resolve("result.md"), markdown());
        for (Result result : results) {
            if (isCompared(result)) {
                Files.writeString(plots.resolve(file(result)), Plot.of(result));
            }
        }
        System.out.println("\n" + markdown() + "\nWritten to " + folder);
    }

    public void publish(Path docs) throws IOException {
        Path plots = Files.createDirectories(docs.resolve("bench"));
        for (Result result : results) {
            if (isCompared(result)) {
                Files.writeString(plots.resolve(file(result)), Plot.of(result));
            }
        }
        replace(docs.resolve("benchmarks.md"), markdown());
        replace(docs.resolveSibling("README.md"), summary());
    }

    private static void replace(Path page, String result) throws IOException {
        String text = Files.readString(page);
        int begin = text.indexOf(BEGIN) + BEGIN.length();
        Files.writeString(page, text.substring(0, begin) + result + text.substring(text.indexOf(END)));
    }

    /** What a buyer reads first. */
    private static final Set<String> SUMMARY =
            Set.of("push", "pull", "nothing to do", "first sync in the browser", "live, p50");

    /** Those rows alone. */
    private String summary() {
        StringBuilder text =
                new StringBuilder("| | Tidemark | times better than | to the limit |\n|---|--:|---|--:|\n");
        results.stream().filter(result -> SUMMARY.contains(result.name())).forEach(result -> text.append("| ")
                .append(String.join(
                        " | ",
                        result.name(),
                        Figures.text(result.value()) + " " + result.unit(),
                        ratios(result, true),
                        toLimit(result)))
                .append(" |\n"));
        return text.append("\nMeasured on ")
                .append(day)
                .append(sizes.isFull() ? "" : " **at " + sizes.part() + " of the size**")
                .append(". All rows, with the machine, are in [docs/benchmarks.md](docs/benchmarks.md).\n")
                .toString();
    }

    private static String ratios(Result result, boolean named) {
        return String.join(
                ", ",
                result.peers().keySet().stream()
                        .map(peer -> (named ? peer + " " : "") + Figures.text(result.ratioToPeer(peer)) + "×")
                        .toList());
    }

    private static String toLimit(Result result) {
        if (result.limit().isEmpty()) {
            return "";
        }
        return result.rises()
                ? Math.round(100 * result.ratioToLimit()) + " %"
                : Figures.text(result.ratioToLimit()) + "×";
    }

    private void writeJson(Path file) throws IOException {
        var list = Json.createArrayBuilder();
        results.forEach(result -> list.add(result.toJson()));
        JsonWriterFactory pretty = Json.createWriterFactory(Map.of(JsonGenerator.PRETTY_PRINTING, true));
        try (Writer out = Files.newBufferedWriter(file);
                var json = pretty.createWriter(out)) {
            json.writeArray(list.build());
        }
    }

    private static boolean isCompared(Result result) {
        return !result.peers().isEmpty() || result.limit().isPresent();
    }

    static String file(Result result) {
        return result.row() + "-" + result.name().replaceAll("[^A-Za-z0-9]+", "-") + ".svg";
    }

    private String markdown() {
        StringBuilder text = new StringBuilder();
        text.append(day)
                .append(", ")
                .append(machine)
                .append(sizes.isFull() ? "" : ", **at " + sizes.part() + " of the size**");
        text.append(
                ".\n\n| | | Tidemark | peers | limit | times better | to the limit | reach | |\n|---|---|--:|--:|--:|--:|--:|---|---|\n");
        results.forEach(result -> text.append(line(result)));
        return text.toString();
    }

    private static String line(Result result) {
        String peers = String.join(
                ", ",
                result.peers().entrySet().stream()
                        .map(peer -> peer.getKey() + " " + Figures.text(peer.getValue()))
                        .toList());
        String limit = result.limit().isPresent() ? Figures.text(result.limit().getAsDouble()) : "";
        String reached = result.reached() == null ? "" : result.reached() ? "yes" : "**no**";
        String spread = result.runs() > 1 ? " ± " + Math.round(50 * result.spread()) + " %" : "";
        return "| "
                + String.join(
                        " | ",
                        Integer.toString(result.row()),
                        result.name(),
                        Figures.text(result.value()) + " " + result.unit() + spread,
                        peers,
                        limit,
                        ratios(result, false),
                        toLimit(result),
                        result.reach(),
                        reached)
                + " |\n";
    }
}
