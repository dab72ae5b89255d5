package org.tidemark.it.contract;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/**
 * The statements that the server sent to its database while something was done, as the database itself has counted
 * them.
 */
public final class Statements {

    private final Map<String, Long> counts = new TreeMap<>();

    private Statements() {}

    /** Switches the counting on. */
    public static void count() throws SQLException {
        switch (Database.product()) {
            case "PostgreSQL" -> Database.update("CREATE EXTENSION IF NOT EXISTS pg_stat_statements");
            case "MariaDB" -> {
                Database.update("SET GLOBAL log_output = 'TABLE'");
                Database.update("SET GLOBAL general_log = ON");
            }
            default -> {
                Database.update("SET QUERY_STATISTICS TRUE");
                Database.update("SET QUERY_STATISTICS_MAX_ENTRIES 10000");
            }
        }
    }

    public static void stopCounting() throws SQLException {
        switch (Database.product()) {
            case "PostgreSQL" -> {
                // It counts for as long as the database lives.
            }
            case "MariaDB" -> {
                Database.update("SET GLOBAL general_log = OFF");
                Database.update("TRUNCATE TABLE mysql.general_log");
            }
            default -> Database.update("SET QUERY_STATISTICS FALSE");
        }
    }

    private static String query() throws SQLException {
        return switch (Database.product()) {
            case "PostgreSQL" -> "SELECT query, calls FROM pg_stat_statements";
            case "MariaDB" ->
                "SELECT argument, count(*) FROM mysql.general_log WHERE command_type IN ('Query', 'Execute') GROUP BY argument";
            default -> "SELECT sql_statement, execution_count FROM information_schema.query_statistics";
        };
    }

    public static Statements during(Runnable work) throws SQLException {
        Map<String, Long> before = counted();
        work.run();
        var statements = new Statements();
        counted().forEach((sql, count) -> {
            long more = count - before.getOrDefault(sql, 0L);
            if (more > 0 && !isOfTimer(sql)) {
                statements.counts.put(sql, more);
            }
        });
        return statements;
    }

    private static Map<String, Long> counted() throws SQLException {
        Map<String, Long> counts = new HashMap<>();
        try (Connection connection = Deployed.server().database().getConnection();
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(query())) {
            while (rows.next()) {
                counts.merge(rows.getString(1).toLowerCase(Locale.ROOT), rows.getLong(2), Long::sum);
            }
        }
        return counts;
    }

    /**
     * What looks for news on other nodes reads all clocks; what numbers new rows looks for those without a scope; and
     * for triggers.
     */
    private static boolean isOfTimer(String sql) {
        return sql.contains("tidemark_clock") && !sql.contains("where")
                || sql.contains("is not null")
                || sql.contains("information_schema")
                || sql.contains("tidemark_change_count")
                || sql.replace(" ", "").contains("sync_version<=");
    }

    public long queries() {
        return sum("select");
    }

    public long writes() {
        return sum("insert") + sum("update") + sum("delete");
    }

    /** How many of all name this table. */
    public long naming(String table) {
        return counts.entrySet().stream()
                .filter(entry -> entry.getKey().contains(table))
                .mapToLong(Map.Entry::getValue)
                .sum();
    }

    private long sum(String kind) {
        return counts.entrySet().stream()
                .filter(entry -> entry.getKey().startsWith(kind) && isOurs(entry.getKey()))
                .mapToLong(Map.Entry::getValue)
                .sum();
    }

    private static boolean isOurs(String sql) {
        return sql.contains("tidemark_") || sql.contains("company") || sql.contains("contact");
    }

    @Override
    public String toString() {
        return counts.toString();
    }
}
