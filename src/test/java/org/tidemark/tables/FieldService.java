package org.tidemark.tables;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import jakarta.persistence.EntityManagerFactory;
import jakarta.persistence.Persistence;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** The sample estate's tables in a real PostgreSQL, with the triggers, and nobody but SQL to write in them. */
final class FieldService implements AutoCloseable {

    private static final String H2 = "jdbc:h2:mem:metamodel";

    private final EmbeddedPostgres postgres;

    FieldService() throws Exception {
        postgres = EmbeddedPostgres.builder().start();
        try (Connection connection = connect()) {
            run(connection, file("src/test/resources/com/example/fieldservice/legacy.sql"));
            run(connection, file("src/test/resources/com/example/fieldservice/adopt.sql"));
            run(connection, file("src/main/resources/org/tidemark/db/common/V1__tidemark.sql"));
            run(connection, script("hibernate").text());
        }
    }

    static TriggerScript script(String provider) {
        return new TriggerScript(tables("fieldservice-" + provider), List.of("public"));
    }

    static SyncTables tables(String unit) {
        try (EntityManagerFactory factory = Persistence.createEntityManagerFactory(
                unit, Map.of("jakarta.persistence.jdbc.url", H2, "eclipselink.session-name", "tables of " + unit))) {
            return new SyncTables(factory.getMetamodel());
        }
    }

    private static String file(String name) throws IOException {
        return Files.readString(Path.of(name), StandardCharsets.UTF_8);
    }

    Connection connect() throws SQLException {
        return postgres.getPostgresDatabase().getConnection();
    }

    static void run(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    /** One transaction. */
    void run(String... statements) throws SQLException {
        try (Connection connection = connect()) {
            connection.setAutoCommit(false);
            for (String sql : statements) {
                run(connection, sql);
            }
            connection.commit();
        }
    }

    /** The rows, each as its columns joined by blanks. */
    List<String> rows(String query) throws SQLException {
        try (Connection connection = connect();
                Statement statement = connection.createStatement();
                ResultSet found = statement.executeQuery(query)) {
            List<String> rows = new ArrayList<>();
            while (found.next()) {
                List<String> columns = new ArrayList<>();
                for (int i = 1; i <= found.getMetaData().getColumnCount(); i++) {
                    columns.add(found.getString(i));
                }
                rows.add(String.join(" ", columns));
            }
            return rows;
        }
    }

    String one(String query) throws SQLException {
        List<String> rows = rows(query);
        if (rows.size() != 1) {
            throw new AssertionError(query + " has " + rows);
        }
        return rows.get(0);
    }

    long number(String query) throws SQLException {
        return Long.parseLong(one(query));
    }

    @Override
    public void close() throws IOException {
        postgres.close();
    }
}
