package org.tidemark.it.estate;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import jakarta.json.Json;
import jakarta.json.JsonObject;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Base64;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.tidemark.it.contract.Seal;
import org.tidemark.it.server.Server;
import org.tidemark.it.server.ServerExtension;

/** SQL has stored a word that the enumeration of the class does not have: everybody else's work goes on. */
@ExtendWith(ServerExtension.class)
class UnreadableRowsEstateIT {

    private final Server server;
    private final Device alice;
    private final String bad = UUID.randomUUID().toString();
    private final String good = UUID.randomUUID().toString();

    UnreadableRowsEstateIT(Server server) {
        this.server = server;
        this.alice = new Device(server.as("alice"));
    }

    @AfterEach
    void repair() throws SQLException {
        execute("update service_order set status = 'OPEN', sync_scope = '', sync_version = 0 where status = 'LOST'");
    }

    @Test
    void a_row_that_cannot_be_read_keeps_nothing_else_from_anybody() throws Exception {
        add(bad);
        add(good);
        alice.pull();
        JsonObject unreadable = alice.get("orders", bad);
        alice.modify("orders", unreadable, "customer", "Dal");
        // An edit of what it was: a conflict that nobody has decided.
        assertEquals(
                1,
                alice.modify("orders", unreadable, "customer", "Fjell")
                        .getJsonArray("conflicts")
                        .size());
        execute("update service_order set status = 'LOST' where sync_id = '" + bad + "'");

        Device another = new Device(server.as("alice")).pull();
        assertNull(another.get("orders", bad));
        assertNotNull(another.get("orders", good));

        JsonObject pushed = alice.push("{'orders': {'modified': [%s, %s]}, 'lines': {'added': [%s]}}"
                .formatted(
                        edit(unreadable, "Bjerg"),
                        edit(alice.get("orders", good), "Bjerg"),
                        "{'id': '%s', 'fields': {'order': '%s', 'item': 'Rotor', 'quantity': 1}}"
                                .formatted(UUID.randomUUID(), bad)));
        assertEquals(1, pushed.getJsonArray("applied").size(), pushed::toString);
        assertEquals(2, pushed.getJsonArray("rejected").size(), pushed::toString);
        JsonObject rejected = pushed.getJsonArray("rejected").getJsonObject(0);
        assertEquals("constraint", rejected.getString("reason"));
        assertEquals(
                "status", rejected.getJsonArray("violations").getJsonObject(0).getString("field"));
        assertEquals("Bjerg", customer(another.pull(), good));

        server.as("alice").get("/api/conflicts?status=open").ok();
        assertEquals(1, told(), "the log names it once");

        execute("update service_order set status = 'OPEN' where sync_id = '" + bad + "'");
        another.pullUntil(() -> another.get("orders", bad) != null);
        assertEquals("Dal", customer(another, bad));
    }

    @Test
    void a_pass_behind_such_a_row_that_has_come_to_no_end_ends() throws Exception {
        add(bad);
        Device another = new Device(server.as("alice")).pull();
        execute("update service_order set status = 'LOST' where sync_id = '" + bad + "'");
        add(good);
        another.continueFrom(Seal.of(server, withRounds(another.cursor())));
        assertEquals(1, another.pull(1), "one page, larger than was asked for");
        assertNotNull(another.get("orders", good));
    }

    /** As a cursor is after some rounds in each of which a clock moved. */
    private static String withRounds(String cursor) {
        byte[] text = Base64.getUrlDecoder().decode(cursor.substring(0, cursor.indexOf('.')));
        JsonObject json = Json.createReader(new ByteArrayInputStream(text)).readObject();
        String late = Json.createObjectBuilder(json).add("rounds", 3).build().toString();
        return Base64.getUrlEncoder().withoutPadding().encodeToString(late.getBytes(UTF_8));
    }

    private long told() throws IOException {
        return server.log().stream()
                .filter(line -> line.contains("the record " + bad + " of orders cannot be read"))
                .peek(line -> assertTrue(line.contains("look at status"), line))
                .count();
    }

    private void add(String id) {
        JsonObject result =
                alice.push(("{'orders': {'added': [{'id': '%s', 'fields': {'number': 'U-%s', 'customer': 'Fjord',"
                                + " 'district': 'NORTH', 'status': 'OPEN', 'technician': null, 'report': null}}]}}")
                        .formatted(id, id.substring(0, 8)));
        assertEquals(1, result.getJsonArray("applied").size(), result::toString);
    }

    private static String edit(JsonObject record, String customer) {
        return "{'id': '%s', 'version': %s, 'fields': {'customer': '%s'}, 'base': {'customer': %s}}"
                .formatted(
                        record.getString("id"),
                        record.get("version"),
                        customer,
                        record.getJsonObject("fields").get("customer"));
    }

    private static String customer(Device device, String id) {
        return device.get("orders", id).getJsonObject("fields").getString("customer");
    }

    private void execute(String sql) throws SQLException {
        try (Connection connection = server.connect();
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }
}
