package org.tidemark.triggers;

import jakarta.persistence.EntityManager;
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
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import javax.sql.DataSource;
import org.tidemark.it.ClientScript;
import org.tidemark.it.server.EstateDatabase;

/** The sample estate's tables in a real database, with the triggers, and nobody but SQL to write in them. */
abstract class FieldService implements AutoCloseable {

    private static final String H2 = "jdbc:h2:mem:metamodel";

    static FieldService on(String database) throws Exception {
        return database.equals("mariadb") ? new FieldServiceOnMariaDb() : new FieldServiceOnPostgres();
    }

    static SyncTables tables(String unit) {
        return tables(unit, ScopeSql.POSTGRESQL);
    }

    static SyncTables tables(String unit, ScopeSql sql) {
        try (EntityManagerFactory factory = factory(unit, Map.of("jakarta.persistence.jdbc.url", H2))) {
            return new SyncTables(factory.getMetamodel(), sql);
        }
    }

    private static EntityManagerFactory factory(String unit, Map<String, String> connection) {
        Map<String, String> properties = new HashMap<>(connection);
        properties.put("eclipselink.session-name", "tables of " + unit + " in " + connection);
        return Persistence.createEntityManagerFactory(unit, properties);
    }

    static String file(String name) throws IOException {
        return Files.readString(Path.of(name), StandardCharsets.UTF_8);
    }

    /** The estate's tables, Tidemark's, and the triggers, for a database that has just started. */
    final void adopt(EstateDatabase database) throws Exception {
        try (Connection connection = connect()) {
            for (String script : List.of("legacy.sql", "adopt.sql")) {
                run(connection, database.said(file("src/test/resources/com/example/fieldservice/" + script)));
            }
            run(connection, file("src/main/resources/org/tidemark/db/" + database.scripts() + "/V1__tidemark.sql"));
            ClientScript.run(
                    connection, catalog("hibernate", TriggerCatalog::script).text());
        }
    }

    /** Of somebody who may do everything. */
    abstract DataSource source();

    /** The address, the user and the password for a persistence unit. */
    abstract Map<String, String> connection() throws SQLException;

    /** Whoever {@link #source} is. */
    abstract String user();

    /** A statement that says in whose name the transaction writes. */
    abstract String writer(String name);

    /** An expression. */
    abstract String newId();

    /** The insert, unless the row is there. */
    abstract String unlessThere(String insert);

    /** Lets orders be without a district. */
    abstract String nullableDistrict();

    /** A statement after which one of the triggers of the orders is not there. */
    abstract String incomplete();

    /** A statement after which the triggers of the orders are of another version. */
    abstract String older();

    /** As docs/database.md says. */
    final void uninstall() throws SQLException, IOException {
        try (Connection connection = connect()) {
            ClientScript.run(
                    connection, ClientScript.removal(connection.getMetaData().getDatabaseProductName()));
        }
    }

    final void install(String provider) throws SQLException {
        catalog(provider, catalog -> {
            catalog.install();
            return null;
        });
    }

    /** A transaction of somebody who has rights on the estate's tables alone. */
    abstract void runAsClerk(String... statements) throws SQLException;

    final Connection connect() throws SQLException {
        return source().getConnection();
    }

    final <T> T catalog(String provider, Function<TriggerCatalog, T> work) throws SQLException {
        try (EntityManagerFactory factory = factory("fieldservice-" + provider, connection());
                EntityManager em = factory.createEntityManager()) {
            em.getTransaction().begin();
            T result = work.apply(TriggerCatalog.of(em).orElseThrow());
            em.getTransaction().commit();
            return result;
        }
    }

    static void run(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    /** One transaction. */
    final void run(String... statements) throws SQLException {
        run(source(), statements);
    }

    static void run(DataSource source, String... statements) throws SQLException {
        try (Connection connection = source.getConnection()) {
            connection.setAutoCommit(false);
            for (String sql : statements) {
                run(connection, sql);
            }
            connection.commit();
        }
    }

    /** The rows, each as its columns joined by blanks. */
    final List<String> rows(String query) throws SQLException {
        try (Connection connection = connect()) {
            return rows(connection, query);
        }
    }

    static List<String> rows(Connection connection, String query) throws SQLException {
        try (Statement statement = connection.createStatement();
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

    final String one(String query) throws SQLException {
        List<String> rows = rows(query);
        if (rows.size() != 1) {
            throw new AssertionError(query + " has " + rows);
        }
        return rows.get(0);
    }

    final long number(String query) throws SQLException {
        return Long.parseLong(one(query));
    }

    @Override
    public abstract void close() throws IOException;
}
