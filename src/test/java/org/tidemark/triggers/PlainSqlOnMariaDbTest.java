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
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.tidemark.triggers.Triggers.State;

/** Numbers are given at once. */
class PlainSqlOnMariaDbTest extends PlainSqlTest {

    @BeforeAll
    static void start() throws Exception {
        service = FieldService.on("mariadb");
    }

    @Test
    void a_row_that_is_written_several_times_in_a_transaction_gets_several_numbers() throws Exception {
        insert("NORTH");
        long before = version();

        service.run(update("customer = 'A'"), update("customer = 'B'"), update("customer = 'C'"));

        assertEquals("NORTH " + (before + 3), state());
    }

    @Test
    void an_insert_and_a_delete_in_one_transaction_leave_a_tombstone() throws Exception {
        String order = "00000000-0000-4000-8000-" + String.format("%012d", id);

        service.run(inserted(id, "NORTH", order), "delete from service_order where id = " + id);

        assertEquals("orders NORTH t", traces(order));
    }

    @Test
    void a_move_there_and_back_in_one_transaction_leaves_a_departure() throws Exception {
        service.run(inserted(id, "NORTH"), line(id, id));

        service.run(update("district = 'SOUTH'"), update("district = 'NORTH'"));

        assertEquals("NORTH", order("sync_scope"));
        assertEquals(List.of("NORTH"), lines("sync_scope"));
        assertEquals("orders SOUTH f", traces(order("sync_id")));
    }

    @Test
    void what_the_jpa_of_the_estate_inserts_waits_for_its_own_number() throws Exception {
        long clock = clock("NORTH");

        service.run(inserted(id, "NORTH"), update("sync_version = 0"));
        service.run(
                "insert into service_order (id, revision, order_number, customer, district, status, sync_version) values ("
                        + (id + 1) + ", 1, 'J-" + id + "', 'Fjord', 'NORTH', 'OPEN', -7)");

        assertEquals(clock + 2, clock("NORTH"));
        assertEquals(" -7", service.one("select sync_scope, sync_version from service_order where id = " + (id + 1)));
    }

    @Test
    void what_the_jpa_of_the_estate_numbers_when_it_commits_has_the_higher_number() throws Exception {
        insert("NORTH");
        long clock = clock("NORTH");

        service.run(update("customer = 'Dal'"), tick(), update("sync_version = " + (clock + 2)));

        assertEquals("NORTH " + (clock + 2), state());
        assertEquals(clock + 2, clock("NORTH"));
    }

    @Test
    void a_version_of_0_asks_for_a_number() throws Exception {
        insert("NORTH");
        long before = version();

        service.run(update("sync_version = 0"));

        assertEquals("NORTH " + (before + 1), state());
    }

    @Test
    void a_change_that_only_bytes_show_is_one() throws Exception {
        insert("NORTH");
        for (String customer : List.of("'fjord'", "'fjord '", "'fjörd '")) {
            long before = version();

            service.run(update("customer = " + customer));

            assertTrue(version() > before, customer);
        }
    }

    @Test
    void scopes_differ_by_their_bytes_whatever_the_column_takes_for_the_same() throws Exception {
        insert("north");
        String order = order("sync_id");
        assertEquals("north", order("sync_scope"));

        service.run(update("district = 'North'"));
        assertEquals("North", order("sync_scope"));
        service.run(update("district = 'North '"));

        assertEquals("North |", service.one("select concat(sync_scope, '|') from service_order where id = " + id));
        assertEquals("orders North f, orders north f", traces(order));
    }

    /** As MariaDB does by itself. */
    @Test
    void a_reader_of_what_once_was_numbers_by_what_is() throws Exception {
        service.run(inserted(id, "NORTH"), line(id, id), line(id + 1, id));
        try (Connection connection = service.connect()) {
            connection.setAutoCommit(false);
            assertEquals(
                    "REPEATABLE-READ",
                    FieldService.rows(connection, "select @@tx_isolation").get(0));
            FieldService.rows(connection, "select * from service_order");
            service.run(update("district = 'SOUTH'"), update("district = 'SOUTH', customer = 'Bjerg'"));

            FieldService.run(connection, "update order_line set item = 'late' where id = " + id);
            FieldService.run(connection, line(id + 2, id));
            connection.commit();
        }

        assertEquals(List.of("SOUTH", "SOUTH", "SOUTH"), lines("sync_scope"));
        assertEquals(3, service.number(lineQuery("count(distinct sync_version)")));
        assertEquals("lines NORTH f", traces(lines("sync_id").get(0)));
        assertEquals(clock("SOUTH"), service.number(lineQuery("max(sync_version)")));
    }

    @Test
    void what_is_ignored_leaves_no_trace() throws Exception {
        insert("NORTH");
        service.run(inserted(id + 1, "NORTH"));
        String state = state();

        service.run("update ignore service_order set district = 'SOUTH', order_number = 'SQL-" + (id + 1)
                + "' where id = " + id);
        service.run(inserted(id, "SOUTH").replace("insert", "insert ignore"));

        assertEquals(state, state());
        assertEquals("", traces(order("sync_id")));
    }

    @Test
    void insert_or_update_is_what_it_turns_out_to_be() throws Exception {
        insert("NORTH");
        String order = order("sync_id");
        long before = version();

        service.run(inserted(id, "SOUTH") + " on duplicate key update district = values(district)");

        assertEquals(order, order("sync_id"));
        assertEquals("SOUTH", order("sync_scope"));
        assertTrue(version() > before);
        assertEquals("orders NORTH f", traces(order));
    }

    @Test
    void replace_deletes_and_inserts() throws Exception {
        insert("NORTH");
        String order = order("sync_id");

        service.run(inserted(id, "SOUTH").replace("insert", "replace"));
        assertEquals("orders NORTH t", traces(order));
        assertEquals("SOUTH", order("sync_scope"));

        order = order("sync_id");
        long before = version();
        service.run(inserted(id, "EAST", order).replace("insert", "replace"));
        assertEquals("orders SOUTH f", traces(order));
        assertEquals("EAST", order("sync_scope"));
        assertTrue(version() > before);
    }

    @Test
    void a_failed_statement_leaves_no_number() throws Exception {
        insert("NORTH");
        long before = version();
        try (Connection connection = service.connect()) {
            connection.setAutoCommit(false);
            FieldService.run(connection, update("customer = 'Bjerg'"));
            assertThrows(
                    SQLException.class,
                    () -> FieldService.run(
                            connection, update("district = 'SOUTH', order_number = 'SQL-null', revision = null")));
            connection.commit();
        }

        assertEquals("NORTH " + (before + 1), state());
        assertEquals("", traces(order("sync_id")));
    }

    @Test
    void what_a_foreign_key_does_to_the_lines_is_numbered() throws Exception {
        service.run(
                inserted(id, "NORTH"), line(id, id), line(id + 1, id), inserted(id + 1, "NORTH"), line(id + 2, id + 1));
        List<String> lines = lines("sync_id");
        withKey("on delete cascade on update cascade", () -> {
            assertTrue(
                    service.one("show create trigger tidemark_cascade_orders").contains("delete from order_line"));
            long before = clock("NORTH");

            service.run("update service_order set id = " + (id + 2) + " where id = " + (id + 1));
            assertTrue(service.number("select sync_version from order_line where id = " + (id + 2)) > before);

            service.run("delete from service_order where id = " + id);
            assertEquals("lines NORTH t", traces(lines.get(0)));
            assertEquals("lines NORTH t", traces(lines.get(1)));
            assertEquals(0, service.number(lineQuery("count(*)")));

            service.run("set foreign_key_checks = 0", "delete from service_order where id = " + (id + 2));
            assertEquals(
                    1, service.number("select count(*) from order_line where id = " + (id + 2)), "nor would the key");
            service.run("delete from order_line where id = " + (id + 2));
        });
    }

    private interface Work {

        void run() throws Exception;
    }

    /** With another foreign key from the lines to their orders, and the triggers that it needs. */
    private static void withKey(String actions, Work work) throws Exception {
        service.run(
                "alter table order_line add constraint lines_orders foreign key (service_order) references service_order (id) "
                        + actions,
                "alter table order_line drop foreign key order_line_ibfk_1");
        service.install("hibernate");
        try {
            work.run();
        } finally {
            service.run(
                    "alter table order_line add constraint order_line_ibfk_1 foreign key (service_order) references service_order (id)",
                    "alter table order_line drop foreign key lines_orders");
            service.install("hibernate");
        }
    }

    @Test
    void a_column_that_is_new_or_a_trigger_that_is_later_is_told() throws Exception {
        service.run("alter table service_order add note varchar(100)");
        assertEquals(State.OUTDATED, orders());
        service.install("eclipselink");
        assertEquals(State.COVERED, orders());
        insert("NORTH");
        long before = version();
        service.run(update("note = 'call first'"));
        assertEquals("NORTH " + (before + 1), state());

        service.run("create trigger estate before update on service_order for each row set new.report = new.note");
        assertEquals(State.OUTDATED, orders());
        service.install("hibernate");
        assertEquals(State.COVERED, orders());

        service.run("drop trigger estate", "alter table service_order drop note");
        service.install("hibernate");
    }

    private static State orders() throws SQLException {
        return service.catalog("hibernate", catalog -> catalog.report().states().get("service_order (orders)"));
    }

    @Test
    void who_may_not_make_them_hears_why_and_the_old_ones_go_on() throws Exception {
        service.run("revoke create routine, alter routine on tidemark.* from tidemark@localhost");
        try {
            RuntimeException refused = assertThrows(RuntimeException.class, () -> service.install("hibernate"));
            String reasons = reasons(refused);
            assertTrue(reasons.contains("Access denied for user"), reasons);
            assertEquals(State.COVERED, orders());
            insert("NORTH");
            assertEquals("NORTH " + clock("NORTH"), state());
        } finally {
            service.run("grant all on tidemark.* to tidemark@localhost");
        }
    }

    private static String reasons(Throwable failure) {
        return failure == null ? "" : failure + "; " + reasons(failure.getCause());
    }

    /** The other one has the row, this one the clock; both want what the other has. */
    @Test
    void of_two_that_wait_for_each_other_one_goes_on_and_nothing_of_the_other_stays() throws Exception {
        service.run(inserted(id, "NORTH"), inserted(id + 1, "NORTH"));
        long before = clock("NORTH");
        ExecutorService other = Executors.newSingleThreadExecutor();
        try (Connection clocked = service.connect();
                Connection waiting = service.connect()) {
            clocked.setAutoCommit(false);
            waiting.setAutoCommit(false);
            FieldService.run(clocked, update("customer = 'first'"));
            FieldService.run(waiting, "select 1 from service_order where id = " + (id + 1) + " for update");
            Future<SQLException> pushing = other.submit(() -> failure(waiting, tick()));
            SQLException here = failure(clocked, "update service_order set customer = 'both' where id = " + (id + 1));
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

    private static SQLException failure(Connection connection, String sql) {
        try {
            FieldService.run(connection, sql);
            return null;
        } catch (SQLException e) {
            return e;
        }
    }

    /** Each statement fails without a trace of it. */
    @Test
    void who_reads_from_the_lines_while_orders_move_hears_of_it() throws Exception {
        service.run(inserted(id, "NORTH"), line(id, id));

        service.run(
                "update service_order set customer = 'Bjerg' where id in (select service_order from order_line where id = "
                        + id + ")");
        SQLException refused = assertThrows(
                SQLException.class,
                () -> service.run(
                        "update service_order set district = 'SOUTH' where id in (select service_order from order_line where id = "
                                + id + ")"));

        assertEquals(1442, refused.getErrorCode(), refused.getMessage());
        assertEquals("NORTH", order("sync_scope"));
        assertEquals("", traces(order("sync_id")));
    }

    @Test
    void a_waiting_row_takes_its_lines_along() throws Exception {
        service.run(service.nullableDistrict());
        service.run(inserted(id, "NORTH").replace("'NORTH'", "null"), line(id, id));
        assertTrue(version() < 0);
        assertEquals(List.of(""), lines("sync_scope"));

        service.run(update("district = 'NORTH'"));

        assertEquals(List.of("NORTH"), lines("sync_scope"));
        assertTrue(service.number(lineQuery("sync_version")) > version());
    }

    /** Which it does on MariaDB: nothing could refuse it. */
    @Test
    void only_a_foreign_key_refuses_truncate() {
        assertThrows(SQLException.class, () -> service.run("truncate service_order"));
    }
}
