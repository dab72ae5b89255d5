package org.tidemark.it.server;

import java.util.Map;
import java.util.stream.Stream;

/**
 * How the sample estate says what differs by database: in its data source, and in its scripts, which are PostgreSQL's.
 */
public enum EstateDatabase {
    H2(
            "jdbc:h2:",
            "org.h2.jdbcx.JdbcDataSource",
            org.h2.Driver.class,
            ";LOCK_TIMEOUT=5000",
            "common",
            Map.of("gen_random_uuid", "random_uuid")),

    POSTGRESQL(
            "jdbc:postgresql:",
            "org.postgresql.ds.PGSimpleDataSource",
            org.postgresql.Driver.class,
            "?options=-c%20lock_timeout=5000",
            "common",
            Map.of()),

    /** Its tables are as most are, of a collation that tells no North from north. */
    MARIADB(
            "jdbc:mariadb:",
            "org.mariadb.jdbc.MariaDbDataSource",
            org.mariadb.jdbc.Driver.class,
            "?transactionIsolation=READ-COMMITTED&amp;connectionTimeZone=UTC&amp;forceConnectionTimeZoneToSession=true"
                    + "&amp;preserveInstants=true&amp;sessionVariables=innodb_lock_wait_timeout=5",
            "mariadb",
            Map.of(
                    "gen_random_uuid",
                    "uuid",
                    "sync_scope +varchar.100.",
                    "$0 character set utf8mb4 collate utf8mb4_nopad_bin",
                    "timestamp.6. with time zone",
                    "datetime(6)",
                    "current_timestamp",
                    "current_timestamp(6)"));

    private final String prefix;
    private final String dataSource;
    private final Class<?> driver;
    private final String options;
    private final String scripts;
    private final Map<String, String> words;

    EstateDatabase(
            String prefix,
            String dataSource,
            Class<?> driver,
            String options,
            String scripts,
            Map<String, String> words) {
        this.prefix = prefix;
        this.dataSource = dataSource;
        this.driver = driver;
        this.options = options;
        this.scripts = scripts;
        this.words = words;
    }

    static EstateDatabase of(TestDatabase database) {
        return Stream.of(values())
                .filter(one -> database.url().startsWith(one.prefix))
                .findFirst()
                .orElseThrow();
    }

    String dataSource() {
        return dataSource;
    }

    Class<?> driver() {
        return driver;
    }

    /** As XML has them. */
    String options() {
        return options;
    }

    /** The folder of the jar's own scripts. */
    public String scripts() {
        return scripts;
    }

    /** The script in this database's words. */
    public String said(String script) {
        String said = script;
        for (Map.Entry<String, String> word : words.entrySet()) {
            said = said.replaceAll(word.getKey(), word.getValue());
        }
        return said;
    }
}
