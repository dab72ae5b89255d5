package org.tidemark.triggers;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.StringReader;
import java.sql.Connection;
import java.sql.SQLException;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.postgresql.copy.CopyManager;
import org.postgresql.core.BaseConnection;

/** Numbers are given at the end of the transaction. */
class PlainSqlOnPostgresTest extends PlainSqlTest {

    @BeforeAll
    static void start() throws Exception {
        service = FieldService.on("postgresql");
    }

    @Test
    void a_row_that_is_written_several_times_in_a_transaction_gets_one_number() throws Exception {
        insert("NORTH");
        long before = version();

        service.run(update("customer = 'A'"), update("customer = 'B'"), update("customer = 'C'"));

        assertEquals(before + 1, version());
    }

    @Test
    void copy_is_numbered() throws Exception {
        try (Connection connection = service.connect()) {
            new CopyManager(connection.unwrap(BaseConnection.class))
                    .copyIn(
                            "copy service_order (id, revision, order_number, customer, district, status) from stdin",
                            new StringReader(id + "\t1\t" + number() + "\tFjord\tNORTH\tOPEN\n" + (id + 1) + "\t1\t"
                                    + number() + "b\tFjord\tSOUTH\tOPEN\n"));
        }

        assertEquals("NORTH " + clock("NORTH"), state());
        assertEquals("SOUTH", service.one("select sync_scope from service_order where id = " + (id + 1)));
    }

    @Test
    void an_insert_and_a_delete_in_one_transaction_leave_nothing() throws Exception {
        service.run(inserted(id, "NORTH"));
        long before = clock("NORTH");

        service.run(inserted(id + 1, "NORTH"), "delete from service_order where id = " + (id + 1));

        assertEquals(before, clock("NORTH"));
    }

    @Test
    void what_is_written_after_the_constraints_were_checked_is_numbered_too() throws Exception {
        insert("NORTH");
        long before = version();

        service.run(update("customer = 'A'"), "set constraints all immediate", update("customer = 'B'"));

        assertEquals("NORTH " + (before + 2), state());
    }

    @Test
    void truncate_is_refused_with_the_cure() {
        SQLException refused = assertThrows(SQLException.class, () -> service.run("truncate order_line"));

        assertTrue(refused.getMessage().contains("Use DELETE FROM order_line"), refused.getMessage());
    }

    @Test
    void what_the_jpa_of_the_estate_numbers_itself_is_left_alone() throws Exception {
        insert("NORTH");
        long clock = clock("NORTH");
        String order = order("sync_id");

        // A push writes a row once, with its number, after it has taken the clock.
        service.run(tick(), update("customer = 'Bjerg', sync_version = " + (clock + 1)));
        // The estate's JPA writes the row first, and its number when it commits.
        service.run(update("customer = 'Dal'"), tick(), update("sync_version = " + (clock + 2)));
        assertEquals("NORTH " + (clock + 2), state());
        service.run(
                "delete from service_order where id = " + id,
                tick(),
                "insert into tidemark_tombstone values ('NORTH', 'orders', '" + order + "', " + (clock + 3)
                        + ", true, now(), 'alice')");

        assertEquals(clock + 3, clock("NORTH"));
        assertEquals("alice", service.one("select left_by from tidemark_tombstone where record = '" + order + "'"));
    }

    @Test
    void a_move_there_and_back_in_one_transaction_is_an_update() throws Exception {
        service.run(inserted(id, "NORTH"), line(id, id));
        String order = order("sync_id");

        service.run(update("district = 'SOUTH'"), update("district = 'NORTH'"));

        assertEquals("NORTH", order("sync_scope"));
        assertEquals("", traces(order));
    }
}
