package org.tidemark.it.contract;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.UUID;

/** The server's own database, seen from beside: to hold a lock, to look at what hangs, to count. */
public final class Database {

    /** A transaction left open on purpose. Closing it lets go of its locks; so does committing. */
    public static final class Open implements AutoCloseable {

        private final Connection connection;

        private Open() throws SQLException {
            connection = Deployed.server().database().getConnection();
            connection.setAutoCommit(false);
        }

        public int execute(String sql, Object... parameters) throws SQLException {
            try (PreparedStatement statement = prepared(connection, sql, parameters)) {
                statement.execute();
                return statement.getUpdateCount();
            }
        }

        void commit() throws SQLException {
            connection.commit();
        }

        @Override
        public void close() throws SQLException {
            if (connection.isClosed()) {
                return;
            }
            connection.rollback();
            connection.setAutoCommit(true);
            connection.close();
        }
    }

    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private Database() {}

    public static Open open() throws SQLException {
        return new Open();
    }

    /** As another program of the estate would lock it: until closed, nobody else may write this record. */
    public static Open lock(Row row) throws SQLException {
        Open open = new Open();
        open.execute("SELECT id FROM " + table(row) + " WHERE id = ? FOR UPDATE", UUID.fromString(row.id()));
        return open;
    }

    /** Returns when {@code many} sessions wait for a lock, and fails when they do not come to. */
    public static void awaitBlocked(int many) throws SQLException {
        await(
                many,
                switch (product()) {
                    case "PostgreSQL" -> "SELECT count(DISTINCT pid) FROM pg_locks WHERE NOT granted";
                    case "MariaDB" ->
                        "SELECT variable_value FROM information_schema.global_status"
                                + " WHERE variable_name = 'INNODB_ROW_LOCK_CURRENT_WAITS'";
                    default -> "SELECT count(*) FROM information_schema.sessions WHERE blocker_id IS NOT NULL";
                });
    }

    /** Returns when a session hangs in an INSERT of a unique value that another transaction has not committed yet. */
    public static void awaitHangingInsert() throws SQLException {
        if (!isH2()) {
            awaitBlocked(1);
        } else {
            // H2 tries such a row again and again and names no blocker, but for a moment no INSERT takes that long.
            await(
                    1,
                    "SELECT count(*) FROM information_schema.sessions WHERE executing_statement ILIKE 'INSERT INTO %'"
                            + " AND executing_statement_start < DATEADD(MILLISECOND, -500, CURRENT_TIMESTAMP)");
        }
    }

    private static void await(int many, String sql) throws SQLException {
        Instant end = Instant.now().plus(PATIENCE);
        while (number(sql) < many) {
            if (Instant.now().isAfter(end)) {
                throw new AssertionError("no " + many + " sessions came to wait for a lock");
            }
            Thread.onSpinWait();
        }
    }

    public static long count(Row row) throws SQLException {
        return number("SELECT count(*) FROM " + table(row) + " WHERE id = ?", UUID.fromString(row.id()));
    }

    public static long number(String sql, Object... parameters) throws SQLException {
        try (Connection connection = Deployed.server().database().getConnection();
                PreparedStatement statement = prepared(connection, sql, parameters);
                ResultSet result = statement.executeQuery()) {
            result.next();
            return result.getLong(1);
        }
    }

    public static int update(String sql, Object... parameters) throws SQLException {
        try (Connection connection = Deployed.server().database().getConnection();
                PreparedStatement statement = prepared(connection, sql, parameters)) {
            return statement.executeUpdate();
        }
    }

    /** Makes a trigger that refuses companies with these notes; {@link #forgetRefusal} drops it. */
    public static void refuseNotes(String notes) throws SQLException {
        if (product().equals("MariaDB")) {
            update("CREATE TRIGGER picky BEFORE INSERT ON company FOR EACH ROW IF new.notes = '" + notes
                    + "' THEN SIGNAL SQLSTATE '45000' SET message_text = '" + notes + "'; END IF");
        } else {
            update("CREATE FUNCTION picky() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN IF new.notes = '" + notes
                    + "' THEN RAISE EXCEPTION '" + notes + "'; END IF; RETURN new; END $$");
            update("CREATE TRIGGER picky BEFORE INSERT ON company FOR EACH ROW EXECUTE FUNCTION picky()");
        }
    }

    public static void forgetRefusal() throws SQLException {
        update(product().equals("MariaDB") ? "DROP TRIGGER IF EXISTS picky" : "DROP FUNCTION IF EXISTS picky CASCADE");
    }

    public static boolean isH2() throws SQLException {
        return product().equals("H2");
    }

    /** H2, PostgreSQL or MariaDB. */
    public static String product() throws SQLException {
        try (Connection connection = Deployed.server().database().getConnection()) {
            return connection.getMetaData().getDatabaseProductName();
        }
    }

    private static String table(Row row) {
        return row.collection().equals("companies") ? "company" : "contact";
    }

    private static PreparedStatement prepared(Connection connection, String sql, Object... parameters)
            throws SQLException {
        PreparedStatement statement = connection.prepareStatement(sql);
        for (int i = 0; i < parameters.length; i++) {
            statement.setObject(i + 1, parameters[i]);
        }
        return statement;
    }
}
