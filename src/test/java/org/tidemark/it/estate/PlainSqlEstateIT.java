package org.tidemark.it.estate;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeFalse;
import static org.tidemark.it.estate.Device.version;

import jakarta.json.JsonObject;
import java.sql.SQLException;
import org.junit.jupiter.api.Test;
import org.tidemark.it.Answer;
import org.tidemark.it.server.Server;

/** What other programs write by plain SQL is pulled, and detected as a conflict. */
class PlainSqlEstateIT extends PlainSqlEstate {

    PlainSqlEstateIT(Server server) {
        super(server);
    }

    @Test
    void the_script_is_for_administrators_and_for_databases_that_have_triggers() {
        assertEquals(403, server.as("alice").get("/api/triggers").status());
        Answer answer = server.as("carol").get("/api/triggers");
        assertEquals(server.isH2() ? 404 : 200, answer.status(), answer.text());
    }

    @Test
    void what_sql_inserts_changes_and_deletes_is_pulled() throws SQLException {
        assumeFalse(server.isH2());
        insert("NORTH");
        JsonObject before = alice.order(number);
        assertEquals(1, alice.count("lines", "order", before.getString("id")));

        run(update("customer = 'Bjerg'"));
        JsonObject after = alice.order(number);
        assertEquals("Bjerg", after.getJsonObject("fields").getString("customer"));
        assertTrue(version(after) > version(before));

        run("delete from order_line where service_order = " + id, "delete from service_order where id = " + id);
        assertNull(alice.order(number));
        assertEquals(0, alice.count("lines", "order", before.getString("id")));
    }

    @Test
    void what_sql_moves_changes_hands_with_its_lines() throws SQLException {
        assumeFalse(server.isH2());
        insert("NORTH");
        String order = alice.order(number).getString("id");
        assertNull(dave.order(number));

        run(update("district = 'SOUTH'"));

        assertNull(alice.order(number));
        assertEquals(0, alice.count("lines", "order", order));
        assertNotNull(dave.order(number));
        assertEquals(1, dave.count("lines", "order", order));
    }

    @Test
    void what_sql_changes_or_deletes_is_detected_as_a_conflict() throws SQLException {
        assumeFalse(server.isH2());
        insert("NORTH");
        JsonObject known = alice.order(number);

        run(writer("nightly job"), update("customer = 'Bjerg'"));
        JsonObject conflict = alice.modify("orders", known, "customer", "Dal")
                .getJsonArray("conflicts")
                .getJsonObject(0);
        assertEquals("modified-modified", conflict.getString("kind"));
        assertEquals("nightly job", conflict.getJsonObject("server").getString("modifiedBy"));

        run("delete from order_line where service_order = " + id, "delete from service_order where id = " + id);
        assertEquals(
                "modified-deleted",
                alice.modify("orders", known, "customer", "Dal")
                        .getJsonArray("conflicts")
                        .getJsonObject(0)
                        .getString("kind"),
                "no edit brings it back");
    }

    private String writer(String name) {
        return server.isPostgres()
                ? "set local tidemark.writer = '" + name + "'"
                : "set @tidemark_writer = '" + name + "'";
    }
}
