package org.tidemark.it.server;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import javax.sql.DataSource;

/** A real PostgreSQL, started from an unpacked distribution. */
final class Postgres implements TestDatabase {

    /**
     * What every transaction gets that does not ask for another: estates have databases that are set to serializable.
     */
    private static final String ISOLATION = System.getProperty("tidemark.it.isolation", "read\\ committed");

    private final int port = Ports.free();
    private final Path data = Folders.fresh("postgresql");
    private EmbeddedPostgres postgres;

    Postgres() throws IOException {
        postgres = serve();
    }

    private EmbeddedPostgres serve() throws IOException {
        return EmbeddedPostgres.builder()
                .setPort(port)
                .setDataDirectory(data)
                .setCleanDataDirectory(false)
                .setPGStartupWait(Duration.ofMinutes(1))
                .setServerConfig("default_transaction_isolation", ISOLATION)
                .setServerConfig("shared_preload_libraries", "pg_stat_statements")
                .start();
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
    public void stop() throws IOException {
        postgres.close();
    }

    @Override
    public void startAgain() throws IOException {
        postgres = serve();
    }

    @Override
    public DataSource dataSource() {
        return postgres.getPostgresDatabase();
    }

    @Override
    public void close() throws IOException {
        postgres.close();
    }
}
