package org.tidemark.it.estate;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.tidemark.it.estate.Device.version;

import jakarta.json.JsonObject;
import java.sql.Connection;
import java.sql.Statement;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.tidemark.it.server.Server;
import org.tidemark.it.server.ServerExtension;

/** The estate's own code goes on writing by JPA: its changes count like those of a push. */
@ExtendWith(ServerExtension.class)
class LegacyWritesEstateIT {

    private static final AtomicInteger NUMBERS = new AtomicInteger(100);

    private final Server server;
    private final Office office;
    private final Device alice;
    private final Device dave;
    private final String number = "JPA-" + NUMBERS.incrementAndGet();

    LegacyWritesEstateIT(Server server) {
        this.server = server;
        this.office = new Office(server);
        this.alice = new Device(server.as("alice"));
        this.dave = new Device(server.as("dave"));
    }

    @Test
    void rows_from_before_tidemark_reach_replicas() {
        // They are numbered in the background, soon after the start.
        alice.pullUntil(() -> alice.count("lines", "item", "Filter") == 1);

        assertNotNull(alice.find("orders", "number", "OLD-1"));
        assertNull(alice.find("orders", "number", "OLD-2"), "it is in the south");
        assertEquals(2, alice.count("lines", "order", id(alice, "OLD-1")));
        assertNull(alice.find("technicians", "badge", "T-1")
                .getJsonObject("fields")
                .get("hourlyCost"));
    }

    @Test
    void what_the_estate_adds_is_pulled() {
        office.does("POST", number + "?customer=Fjord&district=NORTH");

        JsonObject order = alice.order(number);
        assertEquals("bob", order.getString("modifiedBy"));
        assertEquals(2, alice.count("lines", "order", order.getString("id")));
    }

    @Test
    void what_the_estate_changes_is_pulled_with_a_new_version() {
        office.does("POST", number + "?customer=Fjord&district=NORTH");
        JsonObject before = alice.order(number);

        office.does("PUT", number + "/customer/Bjerg");

        JsonObject after = alice.order(number);
        assertEquals("Bjerg", after.getJsonObject("fields").getString("customer"));
        assertTrue(version(after) > version(before));
    }

    @Test
    void what_the_estate_changes_is_detected_as_a_conflict() {
        office.does("POST", number + "?customer=Fjord&district=NORTH");
        JsonObject before = alice.order(number);

        office.does("PUT", number + "/customer/Bjerg");

        JsonObject result = alice.modify("orders", before, "customer", "Dal");
        assertEquals(1, result.getJsonArray("conflicts").size(), result.toString());
        JsonObject server = result.getJsonArray("conflicts").getJsonObject(0).getJsonObject("server");
        assertEquals("Bjerg", server.getJsonObject("fields").getString("customer"));
        assertEquals("bob", server.getString("modifiedBy"));
    }

    @Test
    void what_the_estate_deletes_leaves_the_replicas() {
        office.does("POST", number + "?customer=Fjord&district=NORTH");
        JsonObject order = alice.order(number);

        office.does("DELETE", number);

        assertNull(alice.order(number));
        assertEquals(0, alice.count("lines", "order", order.getString("id")));
        JsonObject result = alice.modify("orders", order, "customer", "Dal");
        assertEquals(
                "modified-deleted",
                result.getJsonArray("conflicts").getJsonObject(0).getString("kind"),
                "no edit brings it back");
    }

    @Test
    void what_the_estate_moves_takes_its_children_along() {
        office.does("POST", number + "?customer=Fjord&district=NORTH");
        JsonObject order = alice.order(number);
        assertNull(dave.order(number));

        office.does("PUT", number + "/district/SOUTH");

        assertNull(alice.order(number));
        assertEquals(0, alice.count("lines", "order", order.getString("id")));
        assertTrue(version(dave.order(number)) > version(order));
        assertEquals(2, dave.count("lines", "order", order.getString("id")));
    }

    @Test
    void what_the_estate_moves_there_and_back_is_there() {
        office.does("POST", number + "?customer=Fjord&district=NORTH");
        dave.order(number);
        office.does("PUT", number + "/district/SOUTH");
        office.does("PUT", number + "/district/NORTH");
        office.does("PUT", number + "/district/SOUTH");

        assertNull(alice.order(number));
        assertEquals(2, dave.count("lines", "order", dave.order(number).getString("id")));
    }

    @Test
    void a_form_of_the_estate_does_not_overwrite_what_a_replica_wrote_meanwhile() {
        office.does("POST", number + "?customer=Fjord&district=NORTH");
        office.does("PUT", number + "/form");
        assertEquals(
                1,
                alice.modify("orders", alice.order(number), "customer", "Dal")
                        .getJsonArray("applied")
                        .size());

        assertEquals(409, office.status("PUT", number + "/form/Bjerg"));

        assertEquals("Dal", alice.order(number).getJsonObject("fields").getString("customer"));
    }

    @Test
    void a_form_of_the_estate_can_be_saved_again_and_again() {
        office.does("POST", number + "?customer=Fjord&district=NORTH");
        office.does("PUT", number + "/form");

        office.does("PUT", number + "/form/Bjerg");
        office.does("PUT", number + "/form/Dal");
        office.does("PUT", number + "/form/Fjell");

        assertEquals("Fjell", alice.order(number).getJsonObject("fields").getString("customer"));
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void a_form_moves_and_deletes_a_record_where_it_is(boolean isRead) {
        Device carol = new Device(server.as("carol"));
        office.does("POST", number + "?customer=Fjord&district=NORTH");
        JsonObject before = alice.order(number);
        String id = before.getString("id");
        if (isRead) {
            office.does("PUT", number + "/form");
        }

        office.does("PUT", number + "/form/to/SOUTH");
        assertOnlyAt(dave, id, before, alice);
        before = dave.order(number);

        office.does("PUT", number + "/form/to/NORTH");
        assertOnlyAt(alice, id, before, dave);
        before = alice.order(number);

        office.does("PUT", number + "/form/to/EAST");
        assertOnlyAt(carol, id, before, alice, dave);
        before = carol.order(number);

        office.does("PUT", number + "/form/Bjerg");
        assertOnlyAt(carol, id, before, alice, dave);
        before = carol.order(number);
        assertEquals("Bjerg", before.getJsonObject("fields").getString("customer"));

        office.does("DELETE", number + "/form");
        assertNull(carol.order(number));
        assertEquals(0, carol.count("lines", "order", id));
        JsonObject result = carol.modify("orders", before, "customer", "Dal");
        assertEquals(
                "modified-deleted",
                result.getJsonArray("conflicts").getJsonObject(0).getString("kind"));
    }

    private void assertOnlyAt(Device there, String id, JsonObject before, Device... elsewhere) {
        assertTrue(version(there.order(number)) > version(before));
        assertEquals(2, there.count("lines", "order", id));
        for (Device other : elsewhere) {
            assertNull(other.order(number));
            assertEquals(0, other.count("lines", "order", id));
        }
    }

    @Test
    void the_estate_can_change_what_a_replica_added() {
        String id = java.util.UUID.randomUUID().toString();
        JsonObject result = alice.push(
                "{'orders': {'added': [{'id': '%s', 'fields': {'number': '%s', 'customer': 'Fjord', 'district': 'NORTH', 'status': 'OPEN'}}]}}"
                        .formatted(id, number));
        assertEquals(1, result.getJsonArray("applied").size(), result.toString());

        office.does("PUT", number + "/customer/Bjerg");

        assertEquals("Bjerg", alice.order(number).getJsonObject("fields").getString("customer"));
    }

    @Test
    void what_an_update_by_query_changes_is_pulled_once_it_was_told() {
        office.does("POST", number + "?customer=Fjord&district=NORTH");
        JsonObject before = alice.order(number);

        office.does("PUT", number + "/closed");

        JsonObject after = alice.order(number);
        assertEquals("DONE", after.getJsonObject("fields").getString("status"));
        assertTrue(version(after) > version(before));
        assertEquals(
                1,
                alice.modify("orders", before, "customer", "Dal")
                        .getJsonArray("conflicts")
                        .size());
    }

    @Test
    void what_an_update_by_query_moves_takes_its_children_along() {
        office.does("POST", number + "?customer=Fjord&district=NORTH");
        String id = alice.order(number).getString("id");

        office.does("PUT", number + "/moved/SOUTH");

        assertNull(alice.order(number));
        assertEquals(0, alice.count("lines", "order", id));
        assertNotNull(dave.order(number));
        assertEquals(2, dave.count("lines", "order", id));
    }

    @Test
    void what_a_delete_by_query_removes_leaves_the_replicas() {
        office.does("POST", number + "?customer=Fjord&district=NORTH");
        JsonObject order = alice.order(number);

        office.does("PUT", number + "/removed");

        assertNull(alice.order(number));
        assertEquals(0, alice.count("lines", "order", order.getString("id")));
        JsonObject conflict = alice.modify("orders", order, "customer", "Dal")
                .getJsonArray("conflicts")
                .getJsonObject(0);
        assertEquals("bob", conflict.getJsonObject("server").getString("modifiedBy"));
    }

    @Test
    void the_estate_can_be_the_first_to_write_in_a_scope() {
        Device carol = new Device(server.as("carol"));
        office.does("POST", number + "?customer=Fjord&district=NORTH");

        office.does("PUT", number + "/district/EAST");

        assertEquals("EAST", carol.order(number).getJsonObject("fields").getString("district"));
    }

    @Test
    void rows_that_sql_inserts_are_found() throws Exception {
        try (Connection connection = server.connect();
                Statement statement = connection.createStatement()) {
            statement.execute(
                    "insert into service_order (id, revision, order_number, customer, district, status) values ("
                            + (5_000_000 + NUMBERS.get()) + ", 1, '" + number + "', 'Fjord', 'NORTH', 'OPEN')");
        }

        alice.pullUntil(() -> alice.find("orders", "number", number) != null);
        assertEquals(finder(), alice.order(number).getString("modifiedBy"));
    }

    /** Who numbers what SQL inserts. */
    String finder() {
        return "system";
    }

    private static String id(Device device, String number) {
        return device.find("orders", "number", number).getString("id");
    }
}
