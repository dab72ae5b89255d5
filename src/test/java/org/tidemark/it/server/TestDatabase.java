package org.tidemark.it.server;

import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import javax.sql.DataSource;

/** A database that the deployed server and the test reach at the same time. */
public interface TestDatabase extends AutoCloseable {

    /**
     * The one that {@code -Dtidemark.it.database} names: {@code h2}, the default, {@code postgresql} or
     * {@code mariadb}.
     */
    static TestDatabase start() throws Exception {
        String name = System.getProperty("tidemark.it.database", "h2");
        return switch (name) {
            case "h2" -> new H2();
            case "postgresql" -> new Postgres();
            case "mariadb" -> new MariaDb();
            default ->
                throw new IllegalArgumentException("tidemark.it.database is h2, postgresql or mariadb, not " + name);
        };
    }

    String url();

    String user();

    String password();

    /** Kills it without a word. */
    void stop() throws Exception;

    /** Starts it again with the same data at the same address. */
    void startAgain() throws Exception;

    DataSource dataSource();

    default Connection connect() throws SQLException {
        return dataSource().getConnection();
    }

    @Override
    void close() throws IOException;
}
