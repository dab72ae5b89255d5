package org.tidemark.bench;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.StringReader;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import org.postgresql.copy.CopyManager;
import org.postgresql.core.BaseConnection;
import org.tidemark.bench.load.Companies;

/**
 * A real PostgreSQL that acknowledges a commit when it is on the disk. Its settings are those of a small server: a
 * quarter of a gigabyte of buffers, and room for the log, so that no checkpoint falls into one run and not into
 * another.
 */
public final class Database implements AutoCloseable {

    private static final int CHUNK = 10_000;

    private static final String FIRST = "postgres";

    private final EmbeddedPostgres postgres;
    private final String name;

    private Database(EmbeddedPostgres postgres, String name) {
        this.postgres = postgres;
        this.name = name;
    }

    static Database start(Path folder) throws IOException {
        EmbeddedPostgres postgres = EmbeddedPostgres.builder()
                .setDataDirectory(folder)
                .setCleanDataDirectory(true)
                .setServerConfig("listen_addresses", "127.0.0.1")
                // The library switches these off for the sake of fast tests.
                .setServerConfig("fsync", "on")
                .setServerConfig("synchronous_commit", "on")
                .setServerConfig("full_page_writes", "on")
                .setServerConfig("shared_buffers", "256MB")
                .setServerConfig("max_wal_size", "4GB")
                .setServerConfig("max_connections", "100")
                .start();
        return new Database(postgres, FIRST);
    }

    /** A new one beside this one, on the same server. Closing either closes the server. */
    public Database another(String name) throws SQLException {
        try (Connection connection = connect();
                Statement statement = connection.createStatement()) {
            statement.execute("create database " + name);
        }
        return new Database(postgres, name);
    }

    String url() {
        return "jdbc:postgresql://127.0.0.1:" + postgres.getPort() + "/" + name;
    }

    public Connection connect() throws SQLException {
        return postgres.getDatabase("postgres", name).getConnection();
    }

    /**
     * Leaves exactly the first {@code count} companies, numbered in their order, in the scope {@code emea}, and those
     * that follow in the scope {@code amer}.
     */
    void fill(int count, int elsewhere) throws SQLException, IOException {
        try (Connection connection = connect();
                Statement statement = connection.createStatement()) {
            statement.execute("truncate company, contact, tidemark_tombstone, tidemark_conflict, tidemark_replica");
            CopyManager copy = connection.unwrap(BaseConnection.class).getCopyAPI();
            int all = count + elsewhere;
            for (int from = 0; from < all; from += CHUNK) {
                StringBuilder rows = new StringBuilder();
                for (int i = from; i < Math.min(all, from + CHUNK); i++) {
                    append(rows, i, i < count ? "emea" : "amer");
                }
                copy.copyIn(
                        "copy company (id, sync_scope, sync_version, sync_modified_at, sync_modified_by, name, vat_number,"
                                + " region, phone, email, street, city, postal_code, country, employees, annual_revenue,"
                                + " founded, notes) from stdin",
                        new StringReader(rows.toString()));
            }
            advance(statement, "emea", count);
            advance(statement, "amer", all);
            // As after a restore: the numbers are given again, and nobody shall rely on what they were before.
            statement.execute("update tidemark_server set epoch = gen_random_uuid()");
            statement.execute("vacuum analyze");
            statement.execute("checkpoint");
        }
    }

    private static void advance(Statement statement, String scope, int version) throws SQLException {
        statement.execute(
                "update tidemark_clock set version = " + version + ", horizon = 0 where scope = '" + scope + "'");
    }

    private static void append(StringBuilder rows, int number, String scope) {
        Companies.Row row = Companies.row(number);
        Object[] columns = {
            Companies.id(number),
            scope,
            number + 1,
            "2026-01-05 08:00:00+00",
            "sample",
            row.name(),
            row.vatNumber(),
            scope,
            row.phone(),
            row.email(),
            row.street(),
            row.city(),
            row.postalCode(),
            row.country(),
            row.employees(),
            row.annualRevenue(),
            row.founded(),
            row.notes()
        };
        for (int i = 0; i < columns.length; i++) {
            rows.append(i == 0 ? "" : "\t").append(columns[i]);
        }
        rows.append('\n');
    }

    public long number(String sql) throws SQLException {
        try (Connection connection = connect();
                Statement statement = connection.createStatement();
                ResultSet result = statement.executeQuery(sql)) {
            result.next();
            return result.getLong(1);
        }
    }

    @Override
    public void close() throws IOException {
        postgres.close();
    }
}
