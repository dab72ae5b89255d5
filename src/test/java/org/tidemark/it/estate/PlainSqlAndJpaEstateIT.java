package org.tidemark.it.estate;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeFalse;
import static org.tidemark.it.estate.Device.version;

import jakarta.json.JsonObject;
import java.sql.SQLException;
import org.junit.jupiter.api.Test;
import org.tidemark.it.server.Server;

/** Where there are triggers, what JPA, pushes, queries and the estate's own triggers write is numbered once. */
class PlainSqlAndJpaEstateIT extends PlainSqlEstate {

    PlainSqlAndJpaEstateIT(Server server) {
        super(server);
    }

    @Test
    void what_jpa_and_pushes_write_is_numbered_once() throws SQLException {
        assumeFalse(server.isH2());
        office.does("POST", number + "?customer=Fjord&district=NORTH");
        JsonObject taken = alice.order(number);
        assertEquals("bob", taken.getString("modifiedBy"));

        office.does("PUT", number + "/customer/Bjerg");
        JsonObject renamed = alice.order(number);
        assertEquals("bob", renamed.getString("modifiedBy"));

        JsonObject pushed = alice.modify("orders", renamed, "customer", "Dal");
        assertEquals(1, pushed.getJsonArray("applied").size(), pushed.toString());
        assertEquals("alice", alice.order(number).getString("modifiedBy"));
        assertEquals(
                version(pushed.getJsonArray("applied").getJsonObject(0)),
                version(alice.order(number)),
                "no trigger numbered it again");

        office.does("PUT", number + "/form");
        office.does("PUT", number + "/form/Fjell");
        office.does("PUT", number + "/form/Vidde");
        assertEquals("Vidde", alice.order(number).getJsonObject("fields").getString("customer"));

        office.does("PUT", number + "/district/SOUTH");
        assertNull(alice.order(number));
        assertEquals(2, dave.count("lines", "order", dave.order(number).getString("id")));

        office.does("DELETE", number);
        assertNull(dave.order(number));
    }

    /** The rows are written without their values in between, and the triggers see that too. */
    @Test
    void values_that_swap_in_a_push_are_numbered_once() throws SQLException {
        assumeFalse(server.isH2());
        String other = number + "-2";
        office.does("POST", number + "?customer=Fjord&district=NORTH");
        office.does("POST", other + "?customer=Bjerg&district=NORTH");
        JsonObject one = alice.order(number);
        JsonObject two = alice.order(other);

        String edit = "{'id': '%s', 'version': %s, 'fields': {'number': '%s'}, 'base': {'number': '%s'}}";
        JsonObject pushed = alice.push("{'orders': {'modified': ["
                + edit.formatted(one.getString("id"), version(one), other, number) + ", "
                + edit.formatted(two.getString("id"), version(two), number, other) + "]}}");
        assertEquals(2, pushed.getJsonArray("applied").size(), pushed.toString());
        for (JsonObject applied : pushed.getJsonArray("applied").getValuesAs(JsonObject.class)) {
            String name = applied.getString("id").equals(one.getString("id")) ? other : number;
            assertEquals(version(applied), version(alice.order(name)), "no trigger numbered it again");
        }
    }

    @Test
    void an_update_by_query_needs_no_call() throws SQLException {
        assumeFalse(server.isH2());
        office.does("POST", number + "?customer=Fjord&district=NORTH");
        JsonObject before = alice.order(number);

        office.does("PUT", number + "/closed");

        assertEquals("DONE", alice.order(number).getJsonObject("fields").getString("status"));
        assertTrue(version(alice.order(number)) > version(before));
    }

    /** A trigger that sums up, say; on PostgreSQL it writes before the numbers are given, on MariaDB after. */
    @Test
    void what_a_trigger_of_the_estate_writes_within_a_push_is_numbered_too() throws SQLException {
        assumeFalse(server.isH2());
        insert("NORTH");
        JsonObject before = alice.order(number);
        JsonObject line = alice.find("lines", "order", before.getString("id"));
        // Fires twice: what an observer may see is written first, and its number later.
        String sum = "update service_order set report = concat('last: ', new.item, ' ', new.sync_version)"
                + " where id = new.service_order";
        run(
                server.isPostgres()
                        ? "create function summed() returns trigger language plpgsql as $$ begin " + sum
                                + "; return null; end $$; create trigger summed after update on order_line for each row"
                                + " execute function summed()"
                        : "create trigger summed after update on order_line for each row " + sum);
        try {
            JsonObject pushed = alice.modify("lines", line, "item", "Journey");

            assertEquals(1, pushed.getJsonArray("applied").size(), pushed.toString());
            JsonObject after = alice.order(number);
            assertTrue(after.getJsonObject("fields").getString("report").startsWith("last: Journey"), after.toString());
            assertTrue(version(after) > version(before));
            long applied = version(pushed.getJsonArray("applied").getJsonObject(0));
            assertTrue(applied != version(after), "no number is given twice");
            run(update("customer = 'Bjerg'"));
            assertTrue(version(alice.order(number)) > Math.max(applied, version(after)), "nor later");
        } finally {
            run(server.isPostgres() ? "drop function summed cascade" : "drop trigger summed");
        }
    }
}
