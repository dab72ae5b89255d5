package org.tidemark.it.contract.push;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.tidemark.it.contract.Changes.changes;

import java.sql.SQLException;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.tidemark.it.contract.Changes;
import org.tidemark.it.contract.ContractTest;
import org.tidemark.it.contract.Database;
import org.tidemark.it.contract.Outcomes;
import org.tidemark.it.contract.Replica;
import org.tidemark.it.contract.Row;
import org.tidemark.it.contract.Sample;
import org.tidemark.it.contract.Statements;
import org.tidemark.it.contract.User;

/** However many records there are, the database is asked as often as for one. */
@ContractTest
class StatementsIT {

    private static final int MANY = 60;

    private final Replica alice = Replica.abreast(User.ALICE);
    private final Replica bob = Replica.abreast(User.BOB);

    @BeforeEach
    void count() throws SQLException {
        Statements.count();
        bob.push(changes().addAll(companies(1)));
        bob.pull();
    }

    @AfterEach
    void stopCounting() throws SQLException {
        Statements.stopCounting();
    }

    @Test
    void a_push_of_many_edits_asks_as_often_as_one_of_a_single_edit() throws SQLException {
        Statements one = edits(1);
        Statements many = edits(MANY);

        assertEquals(one.queries(), many.queries(), () -> one + "\n" + many);
        assertEquals(one.writes() + MANY - 1, many.writes(), () -> one + "\n" + many);
        // Replica, with a look at the epoch; records, clock.
        assertTrue(many.queries() <= 3, many::toString);
        assertTrue(many.writes() <= MANY + 2, many::toString);
    }

    @Test
    void a_push_of_many_new_records_asks_as_often_as_one_of_a_single_one() throws SQLException {
        Statements one = additions(1);
        Statements many = additions(MANY);

        assertEquals(one.queries(), many.queries(), () -> one + "\n" + many);
        assertEquals(1, many.naming("tidemark_tombstone"), many::toString);
        assertTrue(many.writes() <= MANY + 2, many::toString);
    }

    @Test
    void a_push_of_many_deletes_asks_as_often_as_one_of_a_single_delete() throws SQLException {
        Statements one = deletes(1);
        Statements many = deletes(MANY);

        // Where triggers number at once the clocks are written first, by a query, and EclipseLink asks then for each
        // record whether it is there.
        int trustNothing = Database.product().equals("MariaDB") ? MANY - 1 : 0;
        assertTrue(many.queries() <= one.queries() + trustNothing, () -> one + "\n" + many);
        assertTrue(many.writes() <= 2 * MANY + 2, many::toString);
    }

    @Test
    void a_page_of_many_records_takes_one_statement_more_than_one_of_a_single_record() throws SQLException {
        alice.pull();
        bob.push(changes().addAll(companies(1)));
        Statements one = Statements.during(() -> alice.pullPage(Replica.PAGE));
        bob.push(changes().addAll(companies(MANY)));
        Statements many = Statements.during(() -> alice.pullPage(Replica.PAGE));

        // The first records come alone, so that nobody reads thousands of which each is large.
        assertTrue(many.queries() <= one.queries() + 1, () -> one + "\n" + many);
        // Whether there is anything; replica with epoch, clocks, two collections, what left, settled conflicts, the
        // horizon.
        assertTrue(one.queries() <= 8, one::toString);
        assertTrue(many.writes() <= 1, many::toString);
    }

    @Test
    void a_synchronisation_with_nothing_to_do_asks_once_and_writes_nothing() throws SQLException {
        alice.pull();
        Statements nothing = Statements.during(() -> alice.pullPage(Replica.PAGE));

        assertEquals(1, nothing.queries(), nothing::toString);
        assertEquals(0, nothing.writes(), nothing::toString);
    }

    private Statements edits(int count) throws SQLException {
        List<Row> rows = companies(count);
        Outcomes added = bob.push(changes().addAll(rows));
        Changes edits = changes();
        rows.forEach(row -> edits.modify(row, added.applied(row), row.with("phone", "+47 55 00 11 22")));
        return Statements.during(() -> bob.push(edits));
    }

    private Statements additions(int count) throws SQLException {
        Changes additions = changes().addAll(companies(count));
        return Statements.during(() -> bob.push(additions));
    }

    private Statements deletes(int count) throws SQLException {
        List<Row> rows = companies(count);
        Outcomes added = bob.push(changes().addAll(rows));
        Changes deletes = changes();
        rows.forEach(row -> deletes.delete(row, added.applied(row)));
        return Statements.during(() -> bob.push(deletes));
    }

    private static List<Row> companies(int count) {
        return Stream.generate(() -> Sample.company("emea")).limit(count).toList();
    }
}
