package org.tidemark.it.report;

import jakarta.json.Json;
import jakarta.json.JsonObject;
import jakarta.json.stream.JsonGenerator;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** The README's table of servers: a row for each file of docs/servers/runs. */
final class ServerTable {

    /** The suite that nobody chose from. */
    static final String ALL = "all";

    private static final Path README = Path.of("README.md");
    private static final Path RUNS = Path.of("docs", "servers", "runs");
    private static final String BEGIN = "<!-- servers: written by mvn verify -Dservers.docs=true -->\n";
    private static final String END = "<!-- end of servers -->\n";

    private ServerTable() {}

    /** @param suite {@link #ALL}, or which tests were chosen */
    record Run(
            String server,
            String version,
            int java,
            String database,
            String suite,
            int passed,
            int failed,
            String date) {

        static Run read(Path file) throws IOException {
            try (var reader = Json.createReader(Files.newBufferedReader(file))) {
                JsonObject run = reader.readObject();
                return new Run(
                        run.getString("server"),
                        run.getString("version"),
                        run.getInt("java"),
                        run.getString("database"),
                        run.getString("suite"),
                        run.getInt("passed"),
                        run.getInt("failed"),
                        run.getString("date"));
            }
        }

        void write(Path file) throws IOException {
            JsonObject run = Json.createObjectBuilder()
                    .add("server", server)
                    .add("version", version)
                    .add("java", java)
                    .add("database", database)
                    .add("suite", suite)
                    .add("passed", passed)
                    .add("failed", failed)
                    .add("date", date)
                    .build();
            try (var writer = Json.createWriterFactory(Map.of(JsonGenerator.PRETTY_PRINTING, true))
                    .createWriter(Files.newBufferedWriter(file))) {
                writer.writeObject(run);
            }
        }

        /** What was chosen does not hide what a whole run found, nor a few tests what more of them did. */
        boolean replaces(Run old) {
            return suite.equals(ALL) || !old.suite.equals(ALL) && passed + failed >= old.passed + old.failed;
        }

        private String row() {
            return "| "
                    + String.join(
                            " | ",
                            server + " " + version,
                            Integer.toString(java),
                            database,
                            suite,
                            Integer.toString(passed),
                            failed == 0 ? "0" : "**" + failed + "**",
                            date)
                    + " |\n";
        }
    }

    /** @return false: there is a run that says more, and stays */
    static boolean add(String profile, Run run) throws IOException {
        String major = run.version.split("\\.")[0];
        Path file = RUNS.resolve(String.join("-", profile, major, "java" + run.java, run.database) + ".json");
        if (Files.exists(file) && !run.replaces(Run.read(file))) {
            return false;
        }
        run.write(file);
        update();
        return true;
    }

    static String text() throws IOException {
        List<Run> runs = new ArrayList<>();
        try (Stream<Path> files = Files.list(RUNS)) {
            for (Path file :
                    files.filter(one -> one.toString().endsWith(".json")).toList()) {
                runs.add(Run.read(file));
            }
        }
        runs.sort(Comparator.comparing(Run::server)
                .thenComparing(Run::version)
                .thenComparing(Run::java)
                .thenComparing(Run::database));
        var text = new StringBuilder("| server | Java | database | tests | passed | failed | day |\n")
                .append("|---|--:|---|---|--:|--:|---|\n");
        runs.forEach(run -> text.append(run.row()));
        return text.toString();
    }

    /** What the page says today. */
    static String published() throws IOException {
        String page = Files.readString(README);
        return page.substring(page.indexOf(BEGIN) + BEGIN.length(), page.indexOf(END));
    }

    private static void update() throws IOException {
        String page = Files.readString(README);
        int begin = page.indexOf(BEGIN) + BEGIN.length();
        Files.writeString(README, page.substring(0, begin) + text() + page.substring(page.indexOf(END)));
    }
}
