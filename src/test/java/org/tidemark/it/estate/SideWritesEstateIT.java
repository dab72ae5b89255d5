package org.tidemark.it.estate;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.tidemark.it.estate.Appointments.applied;
import static org.tidemark.it.estate.Appointments.conflict;

import jakarta.json.JsonObject;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.tidemark.it.server.Server;
import org.tidemark.it.server.ServerExtension;

/** What the estate's entities do to others when a replica writes them reaches all replicas. */
@ExtendWith(ServerExtension.class)
class SideWritesEstateIT {

    private final Office office;
    private final Device alice;
    private final Device bob;
    private final String number = UUID.randomUUID().toString().substring(0, 18);

    SideWritesEstateIT(Server server) {
        this.office = new Office(server);
        this.alice = new Device(server.as("alice"));
        this.bob = new Device(server.as("bob"));
        office.does("POST", number + "?customer=Fjord&district=NORTH");
    }

    @Test
    void the_lines_go_with_the_order_also_those_that_the_replica_has_never_seen() {
        JsonObject order = alice.order(number);
        String id = order.getString("id");
        JsonObject journey = bob.order(number) == null ? null : bob.find("lines", "order", id);
        applied(bob.push(
                ("{'lines': {'added': [{'id': '%s', 'fields': {'order': '%s', 'item': 'Filter', 'quantity': 1}}]}}")
                        .formatted(UUID.randomUUID(), id)));
        assertEquals(3, bob.pull().count("lines", "order", id));

        applied(alice.delete("orders", order));

        assertNull(bob.order(number));
        assertEquals(0, bob.count("lines", "order", id));
        assertEquals(0, alice.pull().count("lines", "order", id));
        conflict(bob.modify("lines", journey, "item", "Ferry"));
    }

    @Test
    void what_a_line_does_to_its_order_has_a_version_of_its_own() {
        office.does("PUT", number + "/closed");
        JsonObject done = alice.order(number);
        assertEquals("DONE", done.getJsonObject("fields").getString("status"));
        JsonObject line = alice.find("lines", "order", done.getString("id"));

        applied(alice.push(
                "{'lines': {'modified': [{'id': '%s', 'version': %s, 'fields': {'quantity': 5}, 'base': {'quantity': 1}}]}}"
                        .formatted(line.getString("id"), line.get("version"))));

        JsonObject open = bob.order(number);
        assertEquals("OPEN", open.getJsonObject("fields").getString("status"));
        assertTrue(open.getInt("version") > done.getInt("version"), open::toString);
        assertEquals("alice", open.getString("modifiedBy"));
        conflict(bob.modify("orders", done, "customer", "Dal"));
    }
}
