package org.tidemark.triggers;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.tidemark.triggers.Triggers.State;

/** What plain SQL does to the tables leaves the same numbers and traces as a push: what all databases with triggers have in common. */
abstract class PlainSqlTest {

    private static final AtomicLong IDS = new AtomicLong(100);
    static FieldService service;

    final long id = IDS.addAndGet(10);
    final String number = "SQL-" + id;

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
    void a_move_leaves_a_departure_and_takes_the_children_along() throws Exception {
        service.run(inserted(id, "NORTH"), line(id, id), line(id + 1, id));
        String order = order("sync_id");
        long before = version();

        service.run(update("district = 'SOUTH'"));

        assertTrue(version() > before);
        assertEquals("SOUTH", order("sync_scope"));
        assertEquals(List.of("SOUTH", "SOUTH"), lines("sync_scope"));
        assertEquals("orders NORTH f", traces(order));
        assertEquals("lines NORTH f", traces(lines("sync_id").get(0)));
    }

    @Test
    void a_move_there_and_back_leaves_one_departure() throws Exception {
        insert("NORTH");
        service.run(update("district = 'SOUTH'"));
        service.run(update("district = 'NORTH'"));

        assertEquals("orders SOUTH f", traces(order("sync_id")));
    }

    @Test
    void a_child_that_gets_another_parent_goes_to_its_scope() throws Exception {
        service.run(inserted(id, "NORTH"), line(id, id), inserted(id + 1, "SOUTH"));
        String line = lines("sync_id").get(0);

        service.run("update order_line set service_order = " + (id + 1) + " where id = " + id);

        assertEquals("SOUTH", service.one("select sync_scope from order_line where id = " + id));
        assertEquals("lines NORTH f", traces(line));
    }

    @Test
    void an_open_conflict_goes_where_its_record_goes() throws Exception {
        insert("NORTH");
        service.run(
                "insert into tidemark_conflict (id, collection, record, scope, owner, detected_at, server_version, body, status)"
                        + " values (" + service.newId() + ", 'orders', '" + order("sync_id")
                        + "', 'NORTH', 'alice', now(), 1, '{}', 'OPEN')");

        service.run(update("district = 'SOUTH'"));

        assertEquals(
                "SOUTH", service.one("select scope from tidemark_conflict where record = '" + order("sync_id") + "'"));
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
    void a_row_without_a_scope_waits_for_one() throws Exception {
        service.run(service.nullableDistrict());
        service.run("insert into service_order (id, revision, order_number, customer, status) values (" + id + ", 1, '"
                + number + "', 'Fjord', 'OPEN')");
        assertTrue(version() < 0);

        service.run(update("district = 'NORTH'"));

        assertEquals("NORTH " + clock("NORTH"), state());
        SQLException refused = assertThrows(SQLException.class, () -> service.run(update("district = null")));
        assertTrue(refused.getMessage().contains("its district is null"), refused.getMessage());
    }

    @Test
    void the_id_never_changes() throws Exception {
        insert("NORTH");

        assertThrows(SQLException.class, () -> service.run(update("sync_id = " + service.newId())));
    }

    @Test
    void a_row_written_as_it_once_was_goes_on_with_a_higher_number() throws Exception {
        insert("NORTH");
        long old = version();
        service.run(update("customer = 'Bjerg'"));
        long before = version();

        service.run(update("customer = 'Dal', sync_scope = 'NORTH', sync_version = " + old));

        assertTrue(version() > before);
    }

    @Test
    void a_row_of_which_nothing_else_is_written_back_stays_as_it_is() throws Exception {
        insert("NORTH");
        service.run(update("customer = 'Bjerg'"));
        String state = state();

        service.run(
                update("sync_scope = 'SOUTH', sync_version = " + (version() - 1) + ", sync_modified_by = 'nobody'"));

        assertEquals(state, state());
        assertEquals(service.user(), order("sync_modified_by"));
    }

    @Test
    void what_a_push_numbers_is_left_alone() throws Exception {
        insert("NORTH");
        long clock = clock("NORTH");
        String order = order("sync_id");

        // A push writes a row once, with its number, after it has taken the clock.
        service.run(tick(), update("customer = 'Bjerg', sync_version = " + (clock + 1)));
        assertEquals("NORTH " + (clock + 1), state());
        service.run(
                tick(),
                "insert into tidemark_tombstone values ('NORTH', 'orders', '" + order + "', " + (clock + 2)
                        + ", true, now(), 'alice')",
                "delete from service_order where id = " + id);
        assertEquals("alice", service.one("select left_by from tidemark_tombstone where record = '" + order + "'"));
        service.run(
                tick(),
                "delete from tidemark_tombstone where record = '" + order + "'",
                "insert into service_order (id, revision, order_number, customer, district, status, sync_id, sync_scope, sync_version)"
                        + " values (" + id + ", 1, '" + number + "', 'Fjord', 'NORTH', 'OPEN', '" + order
                        + "', 'NORTH', "
                        + (clock + 3) + ")");

        assertEquals("NORTH " + (clock + 3), state());
        assertEquals(clock + 3, clock("NORTH"));
    }

    @Test
    void plain_sql_after_a_number_in_the_same_transaction_gets_another() throws Exception {
        insert("NORTH");
        long clock = clock("NORTH");

        service.run(tick(), update("customer = 'Bjerg', sync_version = " + (clock + 1)), update("customer = 'Dal'"));

        assertEquals("NORTH " + (clock + 2), state());
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

    @ParameterizedTest
    @ValueSource(strings = {"hibernate", "eclipselink"})
    void an_incomplete_set_of_triggers_is_told_and_made_again(String provider) throws Exception {
        assertEquals(Set.of(State.COVERED), states(provider));

        service.run(service.incomplete());
        assertEquals(Set.of(State.COVERED, State.OUTDATED), states(provider));

        service.install(provider);
        assertEquals(Set.of(State.COVERED), states(provider));
    }

    @Test
    void triggers_of_another_version_are_told_and_made_again() throws Exception {
        service.run(service.older());
        assertEquals(Set.of(State.COVERED, State.OUTDATED), states("hibernate"));

        service.install("hibernate");
        assertEquals(Set.of(State.COVERED), states("hibernate"));
    }

    @Test
    void what_is_removed_is_missing_and_leaves_a_table_as_it_was() throws Exception {
        service.uninstall();
        try {
            assertEquals(Set.of(State.MISSING), states("hibernate"));
            insert("NORTH");
            assertEquals(" 0", state(), "unnumbered");
        } finally {
            service.install("hibernate");
        }
    }

    private static Set<State> states(String provider) throws SQLException {
        return Set.copyOf(
                service.catalog(provider, catalog -> catalog.report().states()).values());
    }

    void insert(String district) throws SQLException {
        service.run(inserted(id, district));
    }

    String inserted(long key, String district) {
        return "insert into service_order (id, revision, order_number, customer, district, status) values (" + key
                + ", 1, 'SQL-" + key + "', 'Fjord', '" + district + "', 'OPEN')";
    }

    String inserted(long key, String district, String syncId) {
        return "insert into service_order (id, revision, order_number, customer, district, status, sync_id) values ("
                + key + ", 1, 'SQL-" + key + "', 'Fjord', '" + district + "', 'OPEN', '" + syncId + "')";
    }

    static String line(long key, long order) {
        return "insert into order_line (id, revision, service_order, item, quantity) values (" + key + ", 1, " + order
                + ", 'Labour', 1)";
    }

    /** What a push does to the clock. */
    static String tick() {
        return "update tidemark_clock set version = version + 1 where scope = 'NORTH'";
    }

    String update(String set) {
        return "update service_order set " + set + " where id = " + id;
    }

    String order(String column) throws SQLException {
        return service.one("select " + column + " from service_order where id = " + id);
    }

    String lineQuery(String columns) {
        return "select " + columns + " from order_line where service_order = " + id;
    }

    List<String> lines(String column) throws SQLException {
        return service.rows(lineQuery(column) + " order by id");
    }

    String state() throws SQLException {
        return order("sync_scope") + " " + version();
    }

    long version() throws SQLException {
        return Long.parseLong(order("sync_version"));
    }

    static long clock(String scope) throws SQLException {
        return service.number("select coalesce(max(version), 0) from tidemark_clock where scope = '" + scope + "'");
    }

    static String traces(String record) throws SQLException {
        return String.join(
                ", ",
                service.rows(
                        "select collection, scope, case when deleted then 't' else 'f' end from tidemark_tombstone where record = '"
                                + record + "' order by scope"));
    }
}
