package org.tidemark.triggers;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

/** Rows that are written with a number: by a push, or as they once were. */
interface RowsWithNumbers extends PlainSql {

    @Test
    default void a_row_written_as_it_once_was_goes_on_with_a_higher_number() throws Exception {
        insert("NORTH");
        long old = version();
        service().run(update("customer = 'Bjerg'"));
        long before = version();

        service().run(update("customer = 'Dal', sync_scope = 'NORTH', sync_version = " + old));

        assertTrue(version() > before);
    }

    @Test
    default void a_row_of_which_nothing_else_is_written_back_stays_as_it_is() throws Exception {
        insert("NORTH");
        service().run(update("customer = 'Bjerg'"));
        String state = state();

        service()
                .run(update(
                        "sync_scope = 'SOUTH', sync_version = " + (version() - 1) + ", sync_modified_by = 'nobody'"));

        assertEquals(state, state());
        assertEquals(service().user(), order("sync_modified_by"));
    }

    @Test
    default void what_a_push_numbers_is_left_alone() throws Exception {
        insert("NORTH");
        long clock = clock("NORTH");
        String order = order("sync_id");

        // A push writes a row once, with its number, after it has taken the clock.
        service().run(tick(), update("customer = 'Bjerg', sync_version = " + (clock + 1)));
        assertEquals("NORTH " + (clock + 1), state());
        service()
                .run(
                        tick(),
                        "insert into tidemark_tombstone values ('NORTH', 'orders', '" + order + "', " + (clock + 2)
                                + ", true, now(), 'alice')",
                        "delete from service_order where id = " + id());
        assertEquals("alice", service().one("select left_by from tidemark_tombstone where record = '" + order + "'"));
        service()
                .run(
                        tick(),
                        "delete from tidemark_tombstone where record = '" + order + "'",
                        "insert into service_order (id, revision, order_number, customer, district, status, sync_id, sync_scope, sync_version)"
                                + " values (" + id() + ", 1, '" + number() + "', 'Fjord', 'NORTH', 'OPEN', '" + order
                                + "', 'NORTH', "
                                + (clock + 3) + ")");

        assertEquals("NORTH " + (clock + 3), state());
        assertEquals(clock + 3, clock("NORTH"));
    }

    @Test
    default void plain_sql_after_a_number_in_the_same_transaction_gets_another() throws Exception {
        insert("NORTH");
        long clock = clock("NORTH");

        service().run(tick(), update("customer = 'Bjerg', sync_version = " + (clock + 1)), update("customer = 'Dal'"));

        assertEquals("NORTH " + (clock + 2), state());
    }
}
