package org.tidemark.sync;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.stream.Stream;
import org.tidemark.it.MariaDb;

/** The databases that the mappings are tried on: H2 in memory, a PostgreSQL and a MariaDB, which have a database for each provider. */
final class Databases implements AutoCloseable {

    private static final List<String> PROVIDERS = List.of("hibernate", "eclipselink");
    private static final String POSTGRES = " on PostgreSQL";
    private static final String MARIADB = " on MariaDB";

    private final EmbeddedPostgres postgres;
    private final MariaDb mariaDb;

    Databases() throws Exception {
        postgres = EmbeddedPostgres.builder().start();
        mariaDb = MariaDb.runsHere() ? MariaDb.shared() : null;
    }

    /** Each provider on each database. */
    static Stream<String> all() {
        return PROVIDERS.stream()
                .flatMap(provider -> Stream.of("", POSTGRES, MARIADB).map(database -> provider + database))
                .filter(combination -> MariaDb.runsHere() || !combination.endsWith(MARIADB));
    }

    static String provider(String combination) {
        return combination.split(" ", 2)[0];
    }

    /** Where the combination has its database. */
    String url(String combination) throws SQLException {
        String name = provider(combination);
        if (combination.endsWith(POSTGRES)) {
            run(postgres.getPostgresDatabase().getConnection(), "create database " + name);
            // EclipseLink sends the null of a relation to a UUID as text.
            return postgres.getJdbcUrl("postgres", name)
                    + (name.equals("eclipselink") ? "&stringtype=unspecified" : "");
        }
        if (combination.endsWith(MARIADB)) {
            run(mariaDb.connect(), "create database " + name + " character set utf8mb4 collate utf8mb4_nopad_bin");
            return mariaDb.url(name);
        }
        return Estate.h2(name);
    }

    private static void run(Connection connection, String sql) throws SQLException {
        try (connection;
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    @Override
    public void close() throws IOException {
        postgres.close();
    }
}
