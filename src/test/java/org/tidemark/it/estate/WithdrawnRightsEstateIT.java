package org.tidemark.it.estate;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import jakarta.json.JsonObject;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.tidemark.it.Answer;
import org.tidemark.it.Caller;
import org.tidemark.it.contract.Listening;
import org.tidemark.it.contract.User;
import org.tidemark.it.server.Server;
import org.tidemark.it.server.ServerExtension;

/** Rights that are withdrawn in the middle: of a sync, of a stream, of a conflict. */
@ExtendWith(ServerExtension.class)
class WithdrawnRightsEstateIT {

    private final Server server;
    private final Caller will;
    private final Device alice;
    private final UUID replica = UUID.randomUUID();

    WithdrawnRightsEstateIT(Server server) {
        this.server = server;
        this.will = server.as("will");
        this.alice = new Device(server.as("alice"));
    }

    @BeforeEach
    void severalPages() {
        for (int i = 0; i < 3; i++) {
            new Appointments(alice);
        }
    }

    @AfterEach
    void giveBack() throws SQLException {
        execute("delete from suspension");
    }

    private void withdraw() throws SQLException {
        execute("insert into suspension values ('will')");
    }

    @Test
    void between_two_pages() throws SQLException {
        JsonObject first = page("null");
        assertTrue(first.getBoolean("more"));
        assertTrue(first.toString().contains("upserted"), first::toString);
        withdraw();

        String cursor = '"' + first.getString("cursor") + '"';
        boolean isDropped = false;
        for (boolean more = true; more; ) {
            JsonObject page = page(cursor);
            assertFalse(page.toString().contains("upserted"), page::toString);
            isDropped |= page.getJsonArray("scopes").getValuesAs(JsonObject.class).stream()
                    .anyMatch(scope -> scope.getString("scope").equals("NORTH") && scope.getBoolean("dropped", false));
            cursor = '"' + page.getString("cursor") + '"';
            more = page.getBoolean("more");
        }
        assertTrue(isDropped, "what it has is to go");
    }

    @Test
    void between_a_page_and_a_push() throws SQLException {
        JsonObject push = push(1, technician());
        assertEquals(1, push.getJsonArray("applied").size(), push::toString);
        withdraw();
        JsonObject refused = push(2, technician());
        assertEquals(0, refused.getJsonArray("applied").size(), refused::toString);
        assertEquals(
                "forbidden", refused.getJsonArray("rejected").getJsonObject(0).getString("reason"));
    }

    @Test
    void of_a_stream() throws SQLException {
        try (Listening stream = Listening.at(server.base(), new User("will", "will"), "")) {
            assertEquals(200, stream.status());
            long lawful = new Appointments(alice).version();
            stream.assertHears("NORTH", lawful);
            withdraw();
            new Appointments(alice);
            for (Listening.Event event = stream.next(); event.name() != null; event = stream.next()) {
                assertFalse(isLaterThan(lawful, event.data()), event::toString);
            }
        }
    }

    @Test
    void of_a_conflict() throws SQLException {
        var appointment = new Appointments(alice);
        int before = appointment.version();
        Appointments.applied(appointment.edit(alice, before, "{'begins': 9}", "{'begins': 8}"));
        var device = new Device(will);
        String conflict = Appointments.conflict(appointment.edit(device, before, "{'begins': 7}", "{'begins': 8}"))
                .getString("id");
        String path = "/api/conflicts/" + conflict;
        String resolution = "{\"outcome\": \"client\", \"version\": %d}".formatted(appointment.version());
        will.get(path).ok();
        withdraw();

        will.get(path).problem(404);
        will.post(path + "/resolution", resolution).problem(404);
        will.post(path + "/follow-up", "{\"note\": \"mine\"}").problem(404);
        assertFalse(will.get("/api/conflicts?limit=1000").ok().text().contains(conflict));
        assertFalse(will.get("/api/export/conflicts.csv").text().contains(conflict));
        JsonObject pushed = device.push("{}", "[{'conflict': '%s', 'outcome': 'server'}]".formatted(conflict));
        assertFalse(pushed.toString().contains(appointment.id), pushed::toString);
        Answer open = server.as("carol").get(path).ok();
        assertEquals("open", open.json().getString("status"), open::text);
        assertNotEquals(7, appointment.fields().getInt("begins"));

        giveBack();
        will.get(path).ok();
        will.post(path + "/resolution", resolution).ok();
        assertEquals(7, appointment.fields().getInt("begins"));
    }

    /** What was told before the withdrawal may be told twice. */
    private static boolean isLaterThan(long version, JsonObject told) {
        return told.containsKey("scope") && told.getJsonNumber("version").longValueExact() > version;
    }

    private JsonObject page(String cursor) {
        return sync("'pull': {'cursor': %s, 'page': 1}".formatted(cursor)).getJsonObject("pull");
    }

    private JsonObject push(int number, String added) {
        return sync("'push': {'number': %d, 'changes': {'technicians': {%s}}}".formatted(number, added))
                .getJsonObject("push");
    }

    private static String technician() {
        String id = UUID.randomUUID().toString();
        return Holdings.added(id, "NORTH", "Withdrawn");
    }

    private JsonObject sync(String what) {
        return will.post(
                        "/api/sync",
                        "{'replica': '%s', %s}".formatted(replica, what).replace('\'', '"'))
                .ok()
                .json();
    }

    private void execute(String sql) throws SQLException {
        try (Connection connection = server.connect();
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }
}
