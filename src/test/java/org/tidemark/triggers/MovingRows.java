package org.tidemark.triggers;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.sql.SQLException;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Rows that get a scope, go to another one, and take along what belongs to them. */
interface MovingRows extends PlainSql {

    @Test
    default void a_move_leaves_a_departure_and_takes_the_children_along() throws Exception {
        service().run(inserted(id(), "NORTH"), line(id(), id()), line(id() + 1, id()));
        String order = order("sync_id");
        long before = version();

        service().run(update("district = 'SOUTH'"));

        assertTrue(version() > before);
        assertEquals("SOUTH", order("sync_scope"));
        assertEquals(List.of("SOUTH", "SOUTH"), lines("sync_scope"));
        assertEquals("orders NORTH f", traces(order));
        assertEquals("lines NORTH f", traces(lines("sync_id").get(0)));
    }

    @Test
    default void a_move_there_and_back_leaves_one_departure() throws Exception {
        insert("NORTH");
        service().run(update("district = 'SOUTH'"));
        service().run(update("district = 'NORTH'"));

        assertEquals("orders SOUTH f", traces(order("sync_id")));
    }

    @Test
    default void a_child_that_gets_another_parent_goes_to_its_scope() throws Exception {
        service().run(inserted(id(), "NORTH"), line(id(), id()), inserted(id() + 1, "SOUTH"));
        String line = lines("sync_id").get(0);

        service().run("update order_line set service_order = " + (id() + 1) + " where id = " + id());

        assertEquals("SOUTH", service().one("select sync_scope from order_line where id = " + id()));
        assertEquals("lines NORTH f", traces(line));
    }

    @Test
    default void an_open_conflict_goes_where_its_record_goes() throws Exception {
        insert("NORTH");
        service()
                .run(
                        "insert into tidemark_conflict (id, collection, record, scope, owner, detected_at, server_version, body, status)"
                                + " values (" + service().newId() + ", 'orders', '" + order("sync_id")
                                + "', 'NORTH', 'alice', now(), 1, '{}', 'OPEN')");

        service().run(update("district = 'SOUTH'"));

        assertEquals(
                "SOUTH",
                service().one("select scope from tidemark_conflict where record = '" + order("sync_id") + "'"));
    }

    @Test
    default void a_row_without_a_scope_waits_for_one() throws Exception {
        service().run(service().nullableDistrict());
        service()
                .run("insert into service_order (id, revision, order_number, customer, status) values (" + id()
                        + ", 1, '" + number() + "', 'Fjord', 'OPEN')");
        assertTrue(version() < 0);

        service().run(update("district = 'NORTH'"));

        assertEquals("NORTH " + clock("NORTH"), state());
        SQLException refused = assertThrows(SQLException.class, () -> service().run(update("district = null")));
        assertTrue(refused.getMessage().contains("its district is null"), refused.getMessage());
    }
}
