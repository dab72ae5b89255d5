package org.tidemark.triggers;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

/**
 * What plain SQL does to the tables leaves the same numbers and traces as a push: what all databases with triggers have
 * in common.
 */
abstract class PlainSqlTest implements MovingRows, RowsWithNumbers, TriggerUpkeep {

    private static final AtomicLong IDS = new AtomicLong(100);
    static FieldService service;

    final long id = IDS.addAndGet(10);

    @Override
    public final FieldService service() {
        return service;
    }

    @Override
    public final long id() {
        return id;
    }

    @AfterAll
    static void stop() throws Exception {
        service.close();
    }

    @Test
    void an_insert_is_numbered() throws Exception {
        insert("NORTH");

        assertEquals("NORTH " + clock("NORTH"), state());
        assertEquals(service.user(), order("sync_modified_by"));
    }

    @Test
    void a_program_may_say_in_whose_name_it_writes() throws Exception {
        service.run(service.writer("nightly job"), inserted(id, "NORTH"));

        assertEquals("nightly job", order("sync_modified_by"));
    }

    @Test
    void a_row_and_its_children_of_one_transaction_are_numbered() throws Exception {
        service.run(inserted(id, "NORTH"), line(id, id), line(id + 1, id));

        assertEquals(List.of("NORTH", "NORTH"), lines("sync_scope"));
        assertEquals(2, service.number(lineQuery("count(distinct sync_version)")));
        assertTrue(service.number(lineQuery("max(sync_version)")) <= clock("NORTH"));
    }

    @Test
    void an_update_gets_a_higher_number() throws Exception {
        insert("NORTH");
        long before = version();

        service.run(update("customer = 'Bjerg'"));

        assertTrue(version() > before);
        assertEquals(clock("NORTH"), version());
    }

    @Test
    void an_update_that_changes_nothing_gets_none() throws Exception {
        insert("NORTH");
        long before = version();

        service.run(update("customer = customer"));

        assertEquals(before, version());
    }

    @Test
    void an_update_of_many_rows_numbers_each() throws Exception {
        service.run(IntStream.range(0, 10)
                .mapToObj(block -> IntStream.range(0, 1000)
                        .map(i -> 1_000_000 + 1000 * block + i)
                        .mapToObj(key -> "(" + key + ", 1, 'M-" + key + "', 'many', 'SOUTH', 'OPEN')")
                        .collect(Collectors.joining(
                                ", ",
                                "insert into service_order (id, revision, order_number, customer, district, status) values ",
                                "")))
                .toArray(String[]::new));
        long before = clock("SOUTH");

        service.run("update service_order set status = 'DONE' where customer = 'many'");

        assertEquals(
                10_000,
                service.number("select count(distinct sync_version) from service_order where customer = 'many'"
                        + " and sync_version > " + before + " and sync_version <= " + clock("SOUTH")));
    }

    @Test
    void a_delete_leaves_a_tombstone_above_its_version() throws Exception {
        service.run(inserted(id, "NORTH"), line(id, id));
        String order = order("sync_id");
        long before = version();

        service.run("delete from order_line where service_order = " + id, "delete from service_order where id = " + id);

        assertEquals("orders NORTH t", traces(order));
        assertTrue(service.number("select version from tidemark_tombstone where record = '" + order + "'") > before);
        assertTrue(
                service.number("select max(version) from tidemark_tombstone where scope = 'NORTH'") <= clock("NORTH"));
    }

    @Test
    void an_update_and_a_delete_in_one_transaction_leave_a_tombstone() throws Exception {
        insert("NORTH");
        String order = order("sync_id");

        service.run(update("customer = 'Bjerg'"), "delete from service_order where id = " + id);

        assertEquals("orders NORTH t", traces(order));
    }

    @Test
    void a_row_that_is_deleted_and_inserted_again_goes_on_under_higher_numbers() throws Exception {
        insert("NORTH");
        String order = order("sync_id");
        long before = version();

        service.run("delete from service_order where id = " + id, inserted(id, "SOUTH", order));

        assertTrue(version() > before);
        assertEquals("orders NORTH f", traces(order), "a departure, since it lives elsewhere");

        service.run("delete from service_order where id = " + id);
        service.run(inserted(id, "NORTH", order));

        assertEquals("orders SOUTH f", traces(order));
    }

    @Test
    void a_rollback_leaves_nothing() throws Exception {
        insert("NORTH");
        long clock = clock("NORTH");
        try (Connection connection = service.connect()) {
            connection.setAutoCommit(false);
            FieldService.run(connection, update("district = 'SOUTH'"));
            connection.rollback();
        }

        assertEquals(clock, clock("NORTH"));
        assertEquals("NORTH " + clock, state());
        assertEquals("", traces(order("sync_id")));
    }

    @Test
    void what_a_savepoint_takes_back_is_not_numbered() throws Exception {
        insert("NORTH");
        long before = version();

        service.run("savepoint s", update("district = 'SOUTH'"), "rollback to s", update("customer = 'Bjerg'"));

        assertEquals("NORTH " + (before + 1), state());
        assertEquals("", traces(order("sync_id")));
    }

    @Test
    void the_id_never_changes() throws Exception {
        insert("NORTH");

        assertThrows(SQLException.class, () -> service.run(update("sync_id = " + service.newId())));
    }

    @Test
    void a_number_comes_after_that_of_another_scope() throws Exception {
        service.run(service.unlessThere("insert into tidemark_clock values ('FAR', 5000, 0)"));
        service.run(inserted(id, "FAR"));
        long far = version();

        service.run(update("district = 'NEAR'"));

        assertTrue(version() > far);
        assertTrue(clock("NEAR") >= version());
        assertNotEquals(0, clock("NEAR"));
    }

    @Test
    void a_role_needs_no_right_on_the_tables_of_tidemark() throws Exception {
        service.runAsClerk(inserted(id, "NORTH"), line(id, id), update("district = 'SOUTH'"));

        assertEquals("SOUTH", order("sync_scope"));
    }
}
