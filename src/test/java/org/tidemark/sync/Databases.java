package org.tidemark.sync;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.h2.tools.Server;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.tidemark.it.server.MariaDb;

/**
 * The databases that the mappings are tried on: H2 in memory, a PostgreSQL and a MariaDB, which have a database for
 * each provider. They run for a test class.
 */
public final class Databases implements BeforeAllCallback, AfterAllCallback {

    private static final List<String> PROVIDERS = List.of("hibernate", "eclipselink");
    private static final String POSTGRES = " on PostgreSQL";
    private static final String OURS = " on our H2";
    private static final String MARIADB = " on MariaDB";
    private static final String SERVED = " on a served H2";

    private EmbeddedPostgres postgres;
    private MariaDb mariaDb;
    private Server h2;

    @Override
    public void beforeAll(ExtensionContext context) throws Exception {
        postgres = EmbeddedPostgres.builder().start();
        mariaDb = MariaDb.runsHere() ? MariaDb.shared() : null;
    }

    /** Each provider on each database. */
    public static Stream<String> all() {
        return PROVIDERS.stream()
                .flatMap(provider -> Stream.of("", POSTGRES, MARIADB).map(database -> provider + database))
                .filter(combination -> MariaDb.runsHere() || !combination.endsWith(MARIADB));
    }

    /** Each provider on H2 by the connections that the WAR opens. */
    public static Stream<String> ours() {
        return PROVIDERS.stream().map(provider -> provider + OURS);
    }

    /**
     * Each provider on an H2 that runs as a server: its driver tells another size of some values than the embedded one.
     */
    public static Stream<String> served() {
        return PROVIDERS.stream().map(provider -> provider + SERVED);
    }

    static boolean isOurs(String combination) {
        return combination.endsWith(OURS);
    }

    public static String provider(String combination) {
        return combination.split(" ", 2)[0];
    }

    /** Where the combination has its database. */
    public String url(String combination) throws SQLException {
        return url(combination, provider(combination));
    }

    /** Entities in a database of that name and of their own. */
    public Estate estate(String combination, String name, List<String> scopes, TestUnit unit) throws SQLException {
        String provider = provider(combination);
        String database = (provider + "_" + name).replaceAll("\\W", "_").toLowerCase(Locale.ROOT);
        String url = url(combination, database);
        return isOurs(combination)
                ? Estate.byOurConnections(provider, url, scopes, unit)
                : new Estate(provider, url, scopes, unit);
    }

    private String url(String combination, String name) throws SQLException {
        if (combination.endsWith(POSTGRES)) {
            run(postgres.getPostgresDatabase().getConnection(), "create database " + name);
            // EclipseLink sends the null of a relation to a UUID as text.
            return postgres.getJdbcUrl("postgres", name)
                    + (provider(combination).equals("eclipselink") ? "&stringtype=unspecified" : "");
        }
        if (combination.endsWith(MARIADB)) {
            run(mariaDb.connect(), "create database " + name + " character set utf8mb4 collate utf8mb4_nopad_bin");
            return mariaDb.url(name);
        }
        if (combination.endsWith(SERVED)) {
            return Estate.h2(provider(combination)).replace(":mem:", ":tcp://127.0.0.1:" + h2().getPort() + "/mem:");
        }
        return Estate.h2(provider(combination));
    }

    private Server h2() throws SQLException {
        if (h2 == null) {
            System.setProperty("h2.bindAddress", "127.0.0.1");
            h2 = Server.createTcpServer("-tcpPort", "0", "-ifNotExists").start();
        }
        return h2;
    }

    private static void run(Connection connection, String sql) throws SQLException {
        try (connection;
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    @Override
    public void afterAll(ExtensionContext context) throws IOException {
        postgres.close();
        if (h2 != null) {
            h2.stop();
        }
    }
}
