package org.tidemark.it.estate;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.tidemark.it.estate.Appointments.applied;
import static org.tidemark.it.estate.Appointments.conflict;
import static org.tidemark.it.estate.Appointments.rejected;

import jakarta.json.Json;
import jakarta.json.JsonObject;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.tidemark.it.server.Server;
import org.tidemark.it.server.ServerExtension;

/** The estate observes what replicas do, in the same transaction. */
@ExtendWith(ServerExtension.class)
class EventsEstateIT {

    private final Server server;
    private final Device alice;
    private final Device bob;

    EventsEstateIT(Server server) {
        this.server = server;
        this.alice = new Device(server.as("alice"));
        this.bob = new Device(server.as("bob"));
    }

    @Test
    void each_change_is_told_and_its_number_after_success() throws SQLException {
        var appointment = new Appointments(alice);
        int version = applied(appointment.edit(bob, appointment.version(), "{'hours': 3}", "{'hours': 2}"))
                .getInt("version");
        assertEquals(
                List.of("ADDED " + appointment.id + " by alice", "MODIFIED " + appointment.id + " by bob"),
                journal(appointment));
        assertEquals(
                String.valueOf(version),
                server.anonymously().get("/office/journal/" + appointment.id).text());

        applied(alice.delete("appointments", appointment.record()));
        assertEquals(
                "DELETED " + appointment.id + " by alice", journal(appointment).get(2));
    }

    @Test
    void what_changes_nothing_is_not_told() throws SQLException {
        var appointment = new Appointments(alice);
        applied(appointment.edit(bob, appointment.version(), "{'hours': 2}", "{'hours': 2}"));
        assertEquals(1, journal(appointment).size());
    }

    @Test
    void what_an_observer_writes_is_numbered_with_the_change() {
        JsonObject order = order();
        var appointment = new Appointments(alice, "{'order': '%s', 'begins': 9}".formatted(order.getString("id")));

        JsonObject visited = bob.pull().get("orders", order.getString("id"));
        assertEquals("somebody comes at 9", visited.getJsonObject("fields").getString("report"));
        assertTrue(visited.getInt("version") > order.getInt("version"));
        assertEquals("alice", visited.getString("modifiedBy"));
        conflict(bob.modify("orders", order, "customer", "Dal"));

        int version = appointment.version();
        applied(appointment.edit(
                bob,
                version,
                "{'order': '%s', 'begins': 9, 'hours': 3}".formatted(order.getString("id")),
                "{'hours': 2}"));
        JsonObject done = alice.pull().get("orders", order.getString("id"));
        assertEquals("DONE", done.getJsonObject("fields").getString("status"), "an update by query, and told");
        assertEquals("somebody comes at 9", done.getJsonObject("fields").getString("report"));
        assertTrue(done.getInt("version") > visited.getInt("version"));
    }

    @Test
    void an_observer_that_fails_refuses_the_change_and_nothing_else() throws SQLException {
        var appointment = new Appointments(alice);
        int version = appointment.version();
        var other = new Appointments(alice);
        JsonObject order = order();
        String added = UUID.randomUUID().toString();

        JsonObject result = bob.push("{'appointments': {'modified': [%s, %s], 'added': [%s]}}"
                .formatted(
                        appointment.modified(version, "{'note': 'ruin'}", "{'note': 'ring'}"),
                        other.modified(other.version(), "{'hours': 9}", "{'hours': 2}"),
                        ("{'id': '%s', 'fields': {'district': 'NORTH', 'order': '%s', 'begins': 7, 'ends': 9, 'hours': 1,"
                                        + " 'discount': 0, 'closed': false, 'note': 'ruined'}}")
                                .formatted(added, order.getString("id"))));

        assertEquals(1, result.getJsonArray("applied").size(), result.toString());
        assertEquals(2, result.getJsonArray("rejected").size(), result.toString());
        JsonObject refused = result.getJsonArray("rejected").getJsonObject(0);
        assertEquals("invalid", refused.getString("reason"));
        assertTrue(!refused.toString().contains("calendar"), "nothing of the observer's words");
        assertEquals("ring", appointment.fields().getString("note"));
        assertEquals(9, other.fields().getInt("hours"));
        assertEquals(1, journal(appointment).size(), "what the observer had written is gone too");
        assertEquals(List.of("ADDED " + other.id + " by alice", "MODIFIED " + other.id + " by bob"), journal(other));
        assertEquals(
                order.getInt("version"),
                alice.pull().get("orders", order.getString("id")).getInt("version"));
    }

    @Test
    void a_conflict_is_told_when_it_begins_and_when_it_ends() throws SQLException {
        var appointment = new Appointments(alice);
        int version = appointment.version();
        applied(appointment.edit(alice, version, "{'begins': 9}", "{'begins': 8}"));
        JsonObject first = conflict(appointment.edit(bob, version, "{'begins': 7}", "{'begins': 8}"));
        assertEquals("conflict MODIFIED-MODIFIED " + appointment.id + " of bob in NORTH", last(appointment));

        // Not based on the newest version: it is another conflict.
        resolve(bob, "client", first, appointment, version);
        assertEquals("resolved SUPERSEDED " + appointment.id + " by bob", last(appointment));

        JsonObject second = conflict(appointment.edit(bob, version, "{'begins': 6}", "{'begins': 8}"));
        resolve(bob, "client", second, appointment, appointment.version());
        assertTrue(journal(appointment).contains("resolved CLIENT " + appointment.id + " by bob"));
        assertEquals(
                "MODIFIED " + appointment.id + " by bob", last(appointment).replace("resolved CLIENT", "MODIFIED"));

        applied(appointment.edit(alice, appointment.version(), "{'hours': 5}", "{'hours': 2}"));
        applied(appointment.edit(bob, version, "{'hours': 4, 'begins': 6}", "{'hours': 2}"));
        assertTrue(journal(appointment).contains("resolved SERVER " + appointment.id + " by rule"));
    }

    @Test
    void an_observer_that_fails_at_a_resolution_leaves_the_conflict_open() throws SQLException {
        var appointment = new Appointments(alice, "{'note': 'sealed'}");
        int version = appointment.version();
        applied(appointment.edit(alice, version, "{'note': 'sealed', 'begins': 9}", "{'begins': 8}"));
        JsonObject conflict =
                conflict(appointment.edit(bob, version, "{'note': 'sealed', 'begins': 7}", "{'begins': 8}"));
        var other = new Appointments(alice);

        JsonObject result = bob.push(
                "{'appointments': {'modified': [%s]}}"
                        .formatted(other.modified(other.version(), "{'hours': 9}", "{'hours': 2}")),
                "[{'conflict': '%s', 'outcome': 'server'}]".formatted(conflict.getString("id")));
        applied(result);
        assertEquals("open", status(conflict));

        rejected(resolve(bob, "client", conflict, appointment, appointment.version()));
        assertEquals("open", status(conflict));
        assertEquals(9, appointment.fields().getInt("begins"));

        var desk = server.as("bob")
                .post(
                        "/api/conflicts/" + conflict.getString("id") + "/resolution",
                        Device.json("{'outcome': 'server', 'version': %s}".formatted(appointment.version())));
        assertEquals(400, desk.status(), desk.text());
        assertEquals("open", status(conflict));
    }

    private String status(JsonObject conflict) {
        return server.as("bob")
                .get("/api/conflicts/" + conflict.getString("id"))
                .json()
                .getString("status");
    }

    private static JsonObject resolve(
            Device device, String outcome, JsonObject conflict, Appointments appointment, int version) {
        JsonObject fields = conflict.getJsonObject("client").getJsonObject("fields");
        JsonObject change = Json.createObjectBuilder()
                .add("id", appointment.id)
                .add("version", version)
                .add("fields", fields)
                .build();
        return device.push(
                "{'appointments': {'modified': [%s]}}".formatted(change),
                "[{'conflict': '%s', 'outcome': '%s'}]".formatted(conflict.getString("id"), outcome));
    }

    private JsonObject order() {
        String number = UUID.randomUUID().toString().substring(0, 18);
        assertEquals(
                204,
                server.as("bob")
                        .send("POST", "/office/orders/" + number + "?customer=Fjord&district=NORTH", new byte[0])
                        .status());
        return alice.pull().find("orders", "number", number);
    }

    private String last(Appointments appointment) throws SQLException {
        List<String> lines = journal(appointment);
        return lines.get(lines.size() - 1);
    }

    /** What the journal has of an appointment. */
    private List<String> journal(Appointments appointment) throws SQLException {
        try (Connection connection = server.connect();
                PreparedStatement statement =
                        connection.prepareStatement("select line from journal where line like ? order by number")) {
            statement.setString(1, "%" + appointment.id + "%");
            List<String> lines = new ArrayList<>();
            try (ResultSet found = statement.executeQuery()) {
                while (found.next()) {
                    lines.add(found.getString(1));
                }
            }
            return lines;
        }
    }
}
