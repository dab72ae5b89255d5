package org.tidemark.triggers;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.sql.Connection;
import java.sql.SQLException;
import org.junit.jupiter.api.Test;

/** Statements of which one does several things, or nothing. */
interface MariaDbStatements extends PlainSql {

    @Test
    default void what_is_ignored_leaves_no_trace() throws Exception {
        insert("NORTH");
        service().run(inserted(id() + 1, "NORTH"));
        String state = state();

        service()
                .run("update ignore service_order set district = 'SOUTH', order_number = 'SQL-" + (id() + 1)
                        + "' where id = " + id());
        service().run(inserted(id(), "SOUTH").replace("insert", "insert ignore"));

        assertEquals(state, state());
        assertEquals("", traces(order("sync_id")));
    }

    @Test
    default void insert_or_update_is_what_it_turns_out_to_be() throws Exception {
        insert("NORTH");
        String order = order("sync_id");
        long before = version();

        service().run(inserted(id(), "SOUTH") + " on duplicate key update district = values(district)");

        assertEquals(order, order("sync_id"));
        assertEquals("SOUTH", order("sync_scope"));
        assertTrue(version() > before);
        assertEquals("orders NORTH f", traces(order));
    }

    @Test
    default void replace_deletes_and_inserts() throws Exception {
        insert("NORTH");
        String order = order("sync_id");

        service().run(inserted(id(), "SOUTH").replace("insert", "replace"));
        assertEquals("orders NORTH t", traces(order));
        assertEquals("SOUTH", order("sync_scope"));

        order = order("sync_id");
        long before = version();
        service().run(inserted(id(), "EAST", order).replace("insert", "replace"));
        assertEquals("orders SOUTH f", traces(order));
        assertEquals("EAST", order("sync_scope"));
        assertTrue(version() > before);
    }

    @Test
    default void a_failed_statement_leaves_no_number() throws Exception {
        insert("NORTH");
        long before = version();
        try (Connection connection = service().connect()) {
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
}
