package org.tidemark.sync.retry;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import jakarta.persistence.PersistenceException;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.Optional;
import org.h2.tools.Server;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.tidemark.protocol.Refusal;

/** What a database says of itself, told apart from what it says of a value. */
class DatabaseRefusedTest {

    @Test
    void a_connection_whose_server_went_away_may_work_the_next_time() throws SQLException {
        Server server = Server.createTcpServer("-tcpPort", "0", "-ifNotExists").start();
        String url = "jdbc:h2:tcp://127.0.0.1:" + server.getPort() + "/mem:gone";
        SQLException gone;
        try (Connection connection = DriverManager.getConnection(url, "sa", "")) {
            server.stop();
            gone = assertThrows(SQLException.class, () -> execute(connection, "SELECT 1"));
        }

        assertBusy(gone);
    }

    @Test
    void a_database_that_was_shut_down_may_work_the_next_time() throws SQLException {
        try (Connection connection = DriverManager.getConnection("jdbc:h2:mem:shut", "sa", "")) {
            execute(connection, "SHUTDOWN");
            assertBusy(assertThrows(SQLException.class, () -> execute(connection, "SELECT 1")));
        }
    }

    /** As H2 is in the moment in which it closes to compact its file. */
    @Test
    void a_database_that_lets_nobody_in_for_a_moment_may_work_the_next_time() throws SQLException {
        String url = "jdbc:h2:mem:exclusive";
        try (Connection closing = DriverManager.getConnection(url, "sa", "")) {
            execute(closing, "SET EXCLUSIVE 1");
            assertBusy(assertThrows(SQLException.class, () -> DriverManager.getConnection(url, "sa", "")));
        }
    }

    @Test
    void that_our_tables_are_missing_is_said() throws SQLException {
        try (Connection connection = DriverManager.getConnection("jdbc:h2:mem:bare", "sa", "")) {
            SQLException bare =
                    assertThrows(SQLException.class, () -> execute(connection, "SELECT * FROM tidemark_replica"));
            Optional<Refusal> waits = DatabaseRefusedException.busy(new PersistenceException(bare));
            assertTrue(
                    waits.orElseThrow().toJson().getString("detail").contains("lacks Tidemark's tables"),
                    waits::toString);
            assertBusy(bare);
        }
    }

    @Test
    void a_value_that_the_schema_forbids_will_not() throws SQLException {
        try (Connection connection = DriverManager.getConnection("jdbc:h2:mem:forbids", "sa", "")) {
            execute(connection, "CREATE TABLE thing (id INT PRIMARY KEY)");
            execute(connection, "INSERT INTO thing VALUES (1)");
            SQLException taken =
                    assertThrows(SQLException.class, () -> execute(connection, "INSERT INTO thing VALUES (1)"));

            assertEquals(Optional.empty(), DatabaseRefusedException.busy(new PersistenceException(taken)));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"P0001", "45000", "42501", "44000", "54000", "09000", "27000"})
    void what_a_rule_of_the_database_keeps_out_is_refused_for_good(String state) {
        DatabaseRefusedException refused = refused(state);

        assertTrue(refused.isForGood());
        assertFalse(refused.isTransient());
        assertFalse(refused.isConstraint(), "a row that is missing is not there because a trigger refused it");
    }

    @ParameterizedTest
    @ValueSource(strings = {"42P01", "42703", "42S02", "42000", "XX000"})
    void a_schema_that_is_broken_is_no_changes_fault(String state) {
        assertFalse(refused(state).isForGood());
    }

    @Test
    void a_defect_is_not_the_databases() {
        assertEquals(Optional.empty(), DatabaseRefusedException.busy(new IllegalStateException("a defect")));
    }

    private static DatabaseRefusedException refused(String state) {
        var said = new PersistenceException(new SQLException("no", state));
        return (DatabaseRefusedException) DatabaseRefusedException.of(said);
    }

    private static void assertBusy(SQLException said) {
        Optional<Refusal> busy = DatabaseRefusedException.busy(new PersistenceException(said));
        assertTrue(busy.isPresent(), said + " with SQLState " + said.getSQLState());
        assertEquals(503, busy.get().status());
    }

    private static void execute(Connection connection, String sql) throws SQLException {
        try (var statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }
}
