package org.tidemark.datasource;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * A server without the server, to be killed: it writes to the database of {@code tidemark.db.url}, one row a
 * transaction, says the number of each row that is committed, and keeps the file within bounds meanwhile.
 */
final class KilledWriter {

    /** Small, so that it closes many times in a second. */
    static final long LEAST = 1 << 20;

    private KilledWriter() {}

    public static void main(String[] arguments) throws SQLException {
        var source = new ConfiguredDataSource();
        try (Connection connection = source.getConnection()) {
            connection.setAutoCommit(false);
            try (Statement statement = connection.createStatement()) {
                statement.execute("create table if not exists written (id bigint primary key, text varchar)");
            }
            connection.commit();
            long next = last(connection) + 1;
            keepWithinBounds(new Compaction(source, DatabaseSettings.read().url(), LEAST));
            while (true) {
                if (write(connection, next)) {
                    System.out.println(next++);
                }
            }
        }
    }

    private static void keepWithinBounds(Compaction compaction) {
        Thread thread = new Thread(() -> {
            while (true) {
                compaction.look();
                System.out.println("looked");
                LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(50));
            }
        });
        thread.setDaemon(true);
        thread.start();
    }

    static long last(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery("select coalesce(max(id), 0) from written")) {
            rows.next();
            return rows.getLong(1);
        }
    }

    /** As the sync does when the database went away in the middle: once more, if it is not there. */
    private static boolean write(Connection connection, long id) throws SQLException {
        try (PreparedStatement insert = connection.prepareStatement("merge into written values (?, ?)")) {
            insert.setLong(1, id);
            insert.setString(2, "x".repeat(500));
            insert.executeUpdate();
            connection.commit();
            return true;
        } catch (SQLException closedMeanwhile) {
            connection.rollback();
            return false;
        }
    }
}
