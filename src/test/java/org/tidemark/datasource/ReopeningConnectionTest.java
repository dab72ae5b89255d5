package org.tidemark.datasource;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.sql.Types;
import java.time.Duration;
import org.h2.api.AggregateFunction;
import org.h2.tools.Server;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReopeningConnectionTest {

    private Server database;
    private String url;
    private int opened;
    private Connection connection;

    @BeforeAll
    static void stayOnThisMachine() {
        System.setProperty("h2.bindAddress", "127.0.0.1");
    }

    @BeforeEach
    void openOne() throws SQLException {
        database = Server.createTcpServer("-tcpPort", "0", "-ifNotExists").start();
        // Stays open when the server stops: what dies are the connections.
        url = "jdbc:h2:tcp://127.0.0.1:" + database.getPort() + "/mem:test;DB_CLOSE_DELAY=-1";
        connection = open(Duration.ZERO);
        execute("CREATE TABLE thing (id INT PRIMARY KEY)");
    }

    private Connection open(Duration recently) throws SQLException {
        return ReopeningConnection.over(
                () -> {
                    opened++;
                    return DriverManager.getConnection(url, "sa", "");
                },
                recently);
    }

    @AfterEach
    void stop() throws SQLException {
        database.stop();
        try (Connection embedded = DriverManager.getConnection("jdbc:h2:mem:test", "sa", "")) {
            embedded.createStatement().execute("SHUTDOWN");
        }
    }

    @Test
    void a_connection_that_died_is_replaced_for_the_next_statement() throws SQLException {
        restart();

        execute("INSERT INTO thing VALUES (1)");

        assertEquals(1, things());
        assertEquals(2, opened);
    }

    @Test
    void a_connection_that_died_is_replaced_when_a_transaction_begins() throws SQLException {
        restart();

        connection.setAutoCommit(false);
        execute("INSERT INTO thing VALUES (1)");
        connection.commit();

        assertEquals(1, things());
    }

    /** As a pool does that takes the transaction for begun: WildFly's does not ask for it a second time. */
    @Test
    void a_transaction_that_could_not_begin_while_the_database_was_away_is_one_afterwards() throws SQLException {
        int port = database.getPort();
        database.stop();
        assertThrows(SQLException.class, () -> connection.setAutoCommit(false));
        database = Server.createTcpServer("-tcpPort", Integer.toString(port)).start();

        execute("INSERT INTO thing VALUES (1)");
        execute("INSERT INTO thing VALUES (2)");
        connection.rollback();

        assertEquals(0, things());
    }

    @Test
    void what_a_dying_connection_began_is_never_finished_by_another_one() throws SQLException {
        connection.setAutoCommit(false);
        execute("INSERT INTO thing VALUES (1)");
        restart();

        assertThrows(SQLException.class, () -> execute("INSERT INTO thing VALUES (2)"));
        assertThrows(SQLException.class, () -> connection.commit());
        assertEquals(0, things());
    }

    @Test
    void no_question_in_between_lets_the_rest_of_the_work_go_on() throws SQLException {
        connection.setAutoCommit(false);
        execute("INSERT INTO thing VALUES (1)");
        restart();
        assertThrows(SQLException.class, () -> execute("INSERT INTO thing VALUES (2)"));

        assertFalse(connection.isValid(1));
        assertThrows(SQLException.class, connection::isReadOnly);

        assertThrows(SQLException.class, () -> execute("INSERT INTO thing VALUES (3)"));
    }

    @Test
    void back_in_auto_commit_every_statement_asks() throws SQLException {
        connection.setAutoCommit(false);
        execute("INSERT INTO thing VALUES (1)");
        connection.setAutoCommit(true);
        restart();

        assertEquals(1, things());
    }

    @Test
    void a_rollback_on_a_dead_connection_leaves_it_ready_for_the_next_transaction() throws SQLException {
        connection.setAutoCommit(false);
        execute("INSERT INTO thing VALUES (1)");
        restart();

        connection.rollback();
        execute("INSERT INTO thing VALUES (2)");
        connection.commit();

        assertEquals(1, things());
    }

    @Test
    void a_statement_that_is_still_open_keeps_its_connection() throws SQLException {
        try (Statement open = connection.createStatement()) {
            restart();

            assertThrows(SQLException.class, () -> execute("INSERT INTO thing VALUES (1)"));
            assertThrows(SQLException.class, () -> open.execute("INSERT INTO thing VALUES (2)"));
        }
        assertEquals(0, things());
    }

    @Test
    void a_transaction_that_has_begun_but_done_nothing_yet_fails_too_for_nobody_asks_twice() throws SQLException {
        connection.setAutoCommit(false);
        restart();

        assertThrows(SQLException.class, () -> execute("INSERT INTO thing VALUES (1)"));
        connection.rollback();
        execute("INSERT INTO thing VALUES (2)");
        connection.commit();

        assertEquals(1, things());
    }

    @Test
    void without_auto_commit_the_transaction_after_a_commit_asks_too() throws SQLException {
        connection.setAutoCommit(false);
        execute("INSERT INTO thing VALUES (1)");
        connection.commit();
        restart();

        execute("INSERT INTO thing VALUES (2)");
        connection.commit();

        assertEquals(2, things());
    }

    @Test
    void a_connection_that_has_just_answered_is_not_asked_again_and_fails_once_if_it_died_since() throws SQLException {
        connection = open(Duration.ofHours(1));
        connection.setAutoCommit(false);
        execute("INSERT INTO thing VALUES (1)");
        connection.commit();
        restart();

        assertThrows(SQLException.class, () -> execute("INSERT INTO thing VALUES (2)"));
        connection.rollback();
        execute("INSERT INTO thing VALUES (2)");
        connection.commit();

        assertEquals(2, things());
    }

    @Test
    void what_was_set_is_set_on_the_new_one() throws SQLException {
        connection.setTransactionIsolation(Connection.TRANSACTION_SERIALIZABLE);
        restart();

        assertEquals(0, things());
        assertEquals(Connection.TRANSACTION_SERIALIZABLE, connection.getTransactionIsolation());
    }

    @Test
    void while_the_database_is_away_a_connection_can_be_named_and_lent() throws SQLException {
        database.stop();
        assertFalse(connection.isValid(1));

        connection.setClientInfo("ApplicationName", "tidemark");
    }

    @Test
    void a_pool_that_asks_hears_the_truth() throws SQLException {
        assertTrue(connection.isValid(1));
        database.stop();
        assertFalse(connection.isValid(1));
    }

    @Test
    void nothing_is_replaced_while_all_is_well() throws SQLException {
        connection.setAutoCommit(false);
        execute("INSERT INTO thing VALUES (1)");
        connection.commit();
        connection.setAutoCommit(true);

        assertEquals(1, things());
        assertEquals(1, opened);
    }

    @Test
    void closed_is_closed() throws SQLException {
        connection.close();

        assertTrue(connection.isClosed());
        assertThrows(SQLException.class, connection::createStatement);
    }

    @Test
    void an_embedded_database_that_closed_itself_for_want_of_memory_opens_again(@TempDir Path folder)
            throws SQLException {
        String file = "jdbc:h2:file:" + folder.resolve("test").toAbsolutePath() + ";WRITE_DELAY=0";
        try (Connection work = ReopeningConnection.over(() -> DriverManager.getConnection(file))) {
            try (Statement statement = work.createStatement()) {
                statement.execute("CREATE TABLE thing (id INT PRIMARY KEY)");
                statement.execute("CREATE AGGREGATE exhaust FOR '" + Exhausting.class.getName() + "'");
            }
            work.setAutoCommit(false);
            try (Statement statement = work.createStatement()) {
                statement.execute("INSERT INTO thing VALUES (1)");
                assertThrows(SQLException.class, () -> statement.executeQuery("SELECT exhaust(id) FROM thing"));
            }
            work.rollback();
            failAndRollBack(work);

            try (Statement statement = work.createStatement();
                    ResultSet none = statement.executeQuery("SELECT * FROM thing")) {
                assertFalse(none.next());
                work.commit();
            }
        }
    }

    /** A rollback that had nothing to do may have succeeded; it is the next work that fails as a whole. */
    private static void failAndRollBack(Connection work) throws SQLException {
        try (Statement statement = work.createStatement()) {
            assertThrows(SQLException.class, () -> statement.execute("INSERT INTO thing VALUES (2)"));
        }
        work.rollback();
    }

    public static final class Exhausting implements AggregateFunction {

        @Override
        public int getType(int[] inputTypes) {
            return Types.INTEGER;
        }

        @Override
        public void add(Object value) {}

        @Override
        public Object getResult() {
            throw new OutOfMemoryError("as a query that is too large");
        }
    }

    private void restart() throws SQLException {
        int port = database.getPort();
        database.stop();
        database = Server.createTcpServer("-tcpPort", Integer.toString(port), "-ifNotExists")
                .start();
    }

    private void execute(String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private int things() throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet count = statement.executeQuery("SELECT count(*) FROM thing")) {
            count.next();
            return count.getInt(1);
        }
    }
}
