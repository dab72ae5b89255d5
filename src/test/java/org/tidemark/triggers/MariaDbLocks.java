package org.tidemark.triggers;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

/** Transactions that wait for each other, or read what once was. */
interface MariaDbLocks extends PlainSql {

    /** As MariaDB does by itself. */
    @Test
    default void a_reader_of_what_once_was_numbers_by_what_is() throws Exception {
        service().run(inserted(id(), "NORTH"), line(id(), id()), line(id() + 1, id()));
        try (Connection connection = service().connect()) {
            connection.setAutoCommit(false);
            assertEquals(
                    "REPEATABLE-READ",
                    FieldService.rows(connection, "select @@tx_isolation").get(0));
            FieldService.rows(connection, "select * from service_order");
            service().run(update("district = 'SOUTH'"), update("district = 'SOUTH', customer = 'Bjerg'"));

            FieldService.run(connection, "update order_line set item = 'late' where id = " + id());
            FieldService.run(connection, line(id() + 2, id()));
            connection.commit();
        }

        assertEquals(List.of("SOUTH", "SOUTH", "SOUTH"), lines("sync_scope"));
        assertEquals(3, service().number(lineQuery("count(distinct sync_version)")));
        assertEquals("lines NORTH f", traces(lines("sync_id").get(0)));
        assertEquals(clock("SOUTH"), service().number(lineQuery("max(sync_version)")));
    }

    /** The other one has the row, this one the clock; both want what the other has. */
    @Test
    default void of_two_that_wait_for_each_other_one_goes_on_and_nothing_of_the_other_stays() throws Exception {
        service().run(inserted(id(), "NORTH"), inserted(id() + 1, "NORTH"));
        long before = clock("NORTH");
        ExecutorService other = Executors.newSingleThreadExecutor();
        try (Connection clocked = service().connect();
                Connection waiting = service().connect()) {
            clocked.setAutoCommit(false);
            waiting.setAutoCommit(false);
            FieldService.run(clocked, update("customer = 'first'"));
            FieldService.run(waiting, "select 1 from service_order where id = " + (id() + 1) + " for update");
            Future<SQLException> pushing = other.submit(() -> failure(waiting, tick()));
            SQLException here = failure(clocked, "update service_order set customer = 'both' where id = " + (id() + 1));
            SQLException there = pushing.get();

            assertTrue(here == null ^ there == null, here + ", " + there);
            SQLException victim = here == null ? there : here;
            assertEquals("1213 40001", victim.getErrorCode() + " " + victim.getSQLState());
            clocked.commit();
            waiting.commit();
            assertEquals(before + (here == null ? 2 : 1), clock("NORTH"));
        } finally {
            other.shutdown();
        }
    }

    private SQLException failure(Connection connection, String sql) {
        try {
            FieldService.run(connection, sql);
            return null;
        } catch (SQLException e) {
            return e;
        }
    }

    /** Each statement fails without a trace of it. */
    @Test
    default void who_reads_from_the_lines_while_orders_move_hears_of_it() throws Exception {
        service().run(inserted(id(), "NORTH"), line(id(), id()));

        service()
                .run(
                        "update service_order set customer = 'Bjerg' where id in (select service_order from order_line where id = "
                                + id() + ")");
        SQLException refused = assertThrows(SQLException.class, () -> service()
                .run(
                        "update service_order set district = 'SOUTH' where id in (select service_order from order_line where id = "
                                + id() + ")"));

        assertEquals(1442, refused.getErrorCode(), refused.getMessage());
        assertEquals("NORTH", order("sync_scope"));
        assertEquals("", traces(order("sync_id")));
    }
}
