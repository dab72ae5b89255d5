package org.tidemark.triggers;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.sql.SQLException;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Numbers are given at once. */
class PlainSqlOnMariaDbTest extends PlainSqlTest implements MariaDbStatements, MariaDbLocks, MariaDbUpkeep {

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
