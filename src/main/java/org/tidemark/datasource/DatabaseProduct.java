package org.tidemark.datasource;

import java.sql.Connection;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** The databases, and what a connection to each has to be told. */
enum DatabaseProduct {
    H2("jdbc:h2:", "SET LOCK_TIMEOUT 5000") {
        @Override
        Map<String, String> properties(String url, String applicationName, int loginTimeout) {
            Map<String, String> settings = new LinkedHashMap<>(EmbeddedFile.settings(url));
            if (!url.toUpperCase(Locale.ROOT).contains(";TRACE_LEVEL_FILE=")) {
                // It would write what it refuses into a file beside the database, values and all.
                settings.put("TRACE_LEVEL_FILE", "0");
            }
            return settings;
        }

        @Override
        Connection exact(Connection connection) {
            return CalendarConnection.over(connection);
        }
    },

    POSTGRESQL("jdbc:postgresql:", "SET lock_timeout = 5000") {
        @Override
        Map<String, String> properties(String url, String applicationName, int loginTimeout) {
            return Map.of(
                    "ApplicationName",
                    applicationName,
                    "connectTimeout",
                    Integer.toString(loginTimeout),
                    // The other one ends with the handshake of TCP; a proxy may accept, and nobody be behind it.
                    "loginTimeout",
                    Integer.toString(loginTimeout),
                    "socketTimeout",
                    Integer.toString(LONGEST_STATEMENT),
                    "tcpKeepAlive",
                    "true",
                    // The detail repeats values of fields, and whoever logs the exception writes them into the log.
                    "logServerErrorDetail",
                    "false");
        }
    },

    /**
     * By itself it goes on reading what was committed when the transaction began, without a complaint if a row that it
     * locks has changed since; and what an instant becomes would depend on where the server stands.
     */
    MARIADB("jdbc:mariadb:", "SET innodb_lock_wait_timeout = 5") {
        @Override
        Map<String, String> properties(String url, String applicationName, int loginTimeout) {
            return Map.of(
                    "connectionAttributes", "program_name:" + applicationName,
                    "connectTimeout", Integer.toString(1000 * loginTimeout),
                    "socketTimeout", Integer.toString(1000 * LONGEST_STATEMENT),
                    "tcpKeepAlive", "true",
                    "transactionIsolation", "READ-COMMITTED",
                    "connectionTimeZone", "UTC",
                    "forceConnectionTimeZoneToSession", "true",
                    "preserveInstants", "true",
                    // The driver's own statements write a date as the day before, east of UTC.
                    "useServerPrepStmts", "true");
        }
    };

    /**
     * In seconds. A connection whose other end has vanished would hold its thread for ever. No statement of ours takes
     * that long: locks are waited for 5 s, and what is large is read in portions; only an index that a script makes of
     * many rows takes minutes.
     */
    private static final int LONGEST_STATEMENT = 300;

    private final String prefix;
    private final String lockLimit;

    DatabaseProduct(String prefix, String lockLimit) {
        this.prefix = prefix;
        this.lockLimit = lockLimit;
    }

    /** The one that the address begins with. */
    static Optional<DatabaseProduct> of(String url) {
        return Stream.of(values())
                .filter(product -> url.startsWith(product.prefix))
                .findFirst();
    }

    /** The statement after which a connection waits at most five seconds for a lock. */
    String lockLimit() {
        return lockLimit;
    }

    /** The connection as one that keeps each date that it is given. */
    Connection exact(Connection connection) {
        return connection;
    }

    /** @param loginTimeout in seconds */
    abstract Map<String, String> properties(String url, String applicationName, int loginTimeout);
}
