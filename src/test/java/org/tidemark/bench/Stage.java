package org.tidemark.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.tidemark.bench.load.Companies;
import org.tidemark.bench.load.Http;
import org.tidemark.bench.report.Progress;
import org.tidemark.bench.report.Sizes;

/** Everything that is measured, started when a row first asks for it and stopped at the end. */
public final class Stage implements AutoCloseable {

    /** A server of this size has this much; without a limit nobody would see what it needs. */
    private static final String HEAP = "-Xmx1g";

    private final Progress progress;
    private final Sizes sizes;
    private final Path project;
    private final Path folder;
    private final List<AutoCloseable> open = new ArrayList<>();

    private Database database;
    private Payara payara;
    private Tidemark tidemark;
    private int filled = -1;
    private RxDb rxdb;
    private final Map<Integer, PouchDb> pouchdbs = new HashMap<>();

    Stage(Progress progress, Sizes sizes, Path project) throws IOException {
        this.progress = progress;
        this.sizes = sizes;
        this.project = project;
        this.folder = project.resolve("target/bench");
        // Whoever interrupts the benchmark does not want its servers to go on.
        Runtime.getRuntime().addShutdownHook(new Thread(this::closeQuietly));
        for (String left : List.of("postgresql", "payara", "pouchdb")) {
            delete(folder.resolve(left));
        }
    }

    public Sizes sizes() {
        return sizes;
    }

    public Path war() {
        return project.resolve("target/tidemark.war");
    }

    /** Where the scripts and their packages are. */
    public Path scripts() {
        return folder.resolve("peers");
    }

    public Path folder() {
        return folder;
    }

    public Database database() throws IOException {
        if (database == null) {
            progress.say("starting PostgreSQL");
            database = closedAtEnd(Database.start(folder.resolve("postgresql")));
        }
        return database;
    }

    public Payara payara() throws IOException, InterruptedException {
        if (payara == null) {
            Database database = database();
            progress.say("starting Payara Micro");
            payara = closedAtEnd(start("payara", withNothing(), database, options()));
        }
        return payara;
    }

    public Payara start(String name, Path war, Database database, List<String> options)
            throws IOException, InterruptedException {
        return Payara.start(
                project.resolve("target/servers/payara-micro.jar"),
                war,
                project.resolve("src/servers/payara/pre-boot.txt"),
                folder.resolve(name),
                database,
                options);
    }

    /** {@code -Dbench.jfr} records what the server does; the recording is target/bench/payara.jfr. */
    private List<String> options() {
        List<String> options = new ArrayList<>(List.of(HEAP));
        if (Boolean.getBoolean("bench.jfr")) {
            options.add("-XX:FlightRecorderOptions:stackdepth=512");
            options.add(
                    "-XX:StartFlightRecording:settings=profile,jdk.SocketRead#threshold=0ms,dumponexit=true,filename="
                            + folder.resolve("payara.jfr"));
        }
        return options;
    }

    /** The WAR and in it, for comparison, resources that do next to nothing. */
    private Path withNothing() throws IOException {
        Path war = folder.resolve("tidemark-with-nothing.war");
        Files.copy(war(), war, StandardCopyOption.REPLACE_EXISTING);
        try (FileSystem inside = FileSystems.newFileSystem(war)) {
            for (Class<?> added : List.of(Nothing.class, OneSelect.class, NothingApi.class)) {
                String file = added.getName().replace('.', '/') + ".class";
                try (var bytes = added.getClassLoader().getResourceAsStream(file)) {
                    Path copy = inside.getPath("WEB-INF/classes/" + file);
                    Files.createDirectories(copy.getParent());
                    Files.write(copy, bytes.readAllBytes());
                }
            }
        }
        return war;
    }

    /** Tidemark with exactly so many companies; freshly filled if it had another number of them. */
    public Tidemark tidemark(int companies) throws Exception {
        return filled == companies ? tidemark : filled(companies, 0);
    }

    /**
     * Tidemark with companies as nobody has changed them yet.
     *
     * @param elsewhere so many more in a scope that the benchmark does not read
     */
    public Tidemark filled(int companies, int elsewhere) throws Exception {
        URI base = payara().base();
        progress.say("filling the table with %,d companies", companies + elsewhere);
        database().fill(companies, elsewhere);
        filled = elsewhere == 0 ? companies : -1;
        tidemark = new Tidemark(Http.signedIn(base, "alice"));
        return tidemark;
    }

    private RxDb rxdb(int companies) throws IOException {
        if (rxdb == null) {
            progress.say("filling RxDB with %,d companies", companies);
            rxdb = closedAtEnd(RxDb.start(scripts(), Companies.file(companies, folder)));
        }
        return rxdb;
    }

    public PouchDb pouchdb(int companies) throws IOException {
        if (!pouchdbs.containsKey(companies)) {
            progress.say("filling PouchDB with %,d companies", companies);
            Path file = Companies.file(companies, folder);
            pouchdbs.put(
                    companies, closedAtEnd(PouchDb.start(scripts(), file, folder.resolve("pouchdb/" + companies))));
        }
        return pouchdbs.get(companies);
    }

    /** All of them, with the same companies. */
    public List<Contestant> contestants(int companies) throws Exception {
        return List.of(tidemark(companies), rxdb(companies), pouchdb(companies));
    }

    /** A script that drives Chromium. */
    public NodeProcess browser(String script, Object... arguments) throws IOException {
        return NodeProcess.start(project.resolve("src/test/bench/browser"), folder, script, arguments);
    }

    private <T extends AutoCloseable> T closedAtEnd(T resource) {
        open.add(0, resource);
        return resource;
    }

    @Override
    public void close() throws Exception {
        while (!open.isEmpty()) {
            open.remove(0).close();
        }
    }

    private void closeQuietly() {
        try {
            close();
        } catch (Exception e) {
            System.err.println("left open: " + e);
        }
    }

    private static void delete(Path path) throws IOException {
        if (Files.exists(path)) {
            try (Stream<Path> files = Files.walk(path)) {
                files.sorted(Comparator.reverseOrder()).forEach(Stage::deleteOne);
            }
        }
    }

    private static void deleteOne(Path file) {
        try {
            Files.delete(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
