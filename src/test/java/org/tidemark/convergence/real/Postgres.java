package org.tidemark.convergence.real;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.tidemark.it.server.Ports;
import org.tidemark.it.server.TestDatabase;

/** A real PostgreSQL that can be killed in the middle of whatever it does. */
public final class Postgres implements TestDatabase {
    private final int port = Ports.free();
    private final Path data;
    private EmbeddedPostgres running;

    public Postgres(Path folder) {
        try {
            data = Files.createTempDirectory(Files.createDirectories(folder), "postgresql-")
                    .toAbsolutePath();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        start();
    }

    private void start() {
        try {
            running = EmbeddedPostgres.builder()
                    .setPort(port)
                    .setDataDirectory(data)
                    .setCleanDataDirectory(false)
                    .setPGStartupWait(Duration.ofMinutes(1))
                    // Left to itself the embedded one loses the last commits when it is killed: nobody can promise
                    // anything on that.
                    .setServerConfig("synchronous_commit", "on")
                    .setServerConfig("full_page_writes", "on")
                    // So that the ledger can tell transactions in the order of their commits.
                    .setServerConfig("track_commit_timestamp", "on")
                    .start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public String url() {
        return "jdbc:postgresql://127.0.0.1:" + port + "/postgres";
    }

    @Override
    public String user() {
        return "postgres";
    }

    @Override
    public String password() {
        return "postgres";
    }

    @Override
    public DataSource dataSource() {
        return running.getPostgresDatabase();
    }

    /** SIGKILL for the postmaster and all its children, as an operating system out of memory would. */
    @Override
    public void stop() {
        try {
            long pid = Long.parseLong(
                    Files.readAllLines(data.resolve("postmaster.pid")).get(0).trim());
            ProcessHandle postmaster = ProcessHandle.of(pid).orElseThrow();
            List<ProcessHandle> all = Stream.concat(Stream.of(postmaster), postmaster.descendants())
                    .toList();
            all.forEach(ProcessHandle::destroyForcibly);
            all.forEach(process -> process.onExit().join());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void startAgain() {
        try {
            running.close();
        } catch (IOException e) {
            // It was killed before.
        }
        start();
    }

    @Override
    public void close() {
        try {
            running.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
