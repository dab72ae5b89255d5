package org.tidemark.sync.retry;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import jakarta.persistence.PersistenceException;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.tidemark.it.server.MariaDb;
import org.tidemark.protocol.RecordKey;
import org.tidemark.sync.Estate;

/** What MariaDB puts under one state, or under none, is told apart by its numbers. */
class MariaDbRefusesTest {

    private static Connection one;
    private static Connection other;

    @BeforeAll
    static void connect() throws Exception {
        one = MariaDb.shared().connect();
        other = MariaDb.shared().connect();
        one.setAutoCommit(false);
        run(other, "create table thing (id int primary key, price varchar(20) not null unique)");
        run(other, "set innodb_lock_wait_timeout = 1");
    }

    @BeforeEach
    void oneThing() throws SQLException {
        run(other, "replace into thing values (1, 'colour')");
    }

    @AfterAll
    static void disconnect() throws SQLException {
        one.rollback();
        one.close();
        run(other, "drop table thing");
        other.close();
    }

    @Test
    void a_lock_that_somebody_held_for_long_may_be_had_the_next_time() throws SQLException {
        run(one, "update thing set price = 'x' where id = 1");
        SQLException waited = assertThrows(SQLException.class, () -> run(other, "delete from thing"));
        one.rollback();

        assertTrue(refused(waited).isTransient(), waited.toString());
    }

    @Test
    void a_row_that_changed_since_the_transaction_began_will_not_have_the_next_time() throws SQLException {
        run(one, "set innodb_snapshot_isolation = on");
        run(one, "select * from thing");
        run(other, "update thing set price = 'y' where id = 1");
        SQLException changed =
                assertThrows(SQLException.class, () -> run(one, "select * from thing where id = 1 for update"));
        one.rollback();
        run(one, "set innodb_snapshot_isolation = off");

        assertTrue(refused(changed).isTransient(), changed.toString());
    }

    @Test
    void a_value_that_is_taken_is_named_by_its_key_and_not_by_what_it_holds() throws SQLException {
        SQLException taken =
                assertThrows(SQLException.class, () -> run(other, "insert into thing values (2, 'colour')"));

        assertTrue(refused(taken).isConstraint());
        assertEquals("a value that must be unique is taken", refused(taken).detail());
        try (var estate = new Estate("hibernate")) {
            var rejection = refused(taken)
                    .rejection(new RecordKey("everything", UUID.randomUUID()), estate.registry.get("everything"));
            assertEquals("price", rejection.violations().get(0).field());
        }
    }

    @Test
    void a_value_that_is_missing_is_no_defect() {
        SQLException missing = assertThrows(SQLException.class, () -> run(other, "insert into thing (id) values (3)"));

        assertEquals("a required value is missing", refused(missing).detail());
    }

    @Test
    void what_a_trigger_or_a_view_does_not_let_pass_is_refused_for_good() throws SQLException {
        run(
                other,
                "create trigger picky before insert on thing for each row if new.id = 4 then signal sqlstate '45000'; end if");
        run(other, "create or replace view cheap as select * from thing where price = 'low' with check option");
        SQLException signalled =
                assertThrows(SQLException.class, () -> run(other, "insert into thing values (4, 'x')"));
        SQLException outside =
                assertThrows(SQLException.class, () -> run(other, "insert into cheap values (5, 'high')"));
        run(other, "drop trigger picky");
        run(other, "drop view cheap");

        assertTrue(refused(signalled).isForGood(), signalled.toString());
        assertTrue(refused(outside).isForGood(), outside.toString());
    }

    private static DatabaseRefusedException refused(SQLException said) {
        return (DatabaseRefusedException) DatabaseRefusedException.of(new PersistenceException(said));
    }

    private static void run(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }
}
