package org.tidemark.it.estate;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import jakarta.json.JsonObject;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.tidemark.it.Answer;
import org.tidemark.it.server.Server;
import org.tidemark.it.server.ServerExtension;

/**
 * What a server with {@code tidemark.audit=true} writes of what people do, and what its check says.
 *
 * <p>See docs/audit.md.
 */
@ExtendWith(ServerExtension.class)
class AuditEstateIT {

    private static final Duration PATIENCE = Duration.ofMinutes(1);

    private final Server server;
    private final Holdings holdings;

    AuditEstateIT(Server server) {
        this.server = server;
        this.holdings = new Holdings(server);
    }

    @Test
    void each_deed_has_its_row() throws Exception {
        Holdings.Conflict closed = holdings.closed(Person.WRITER, "NORTH");
        holdings.post(Person.HEAD, "/api/conflicts/" + closed.id() + "/reopening", "{}")
                .ok();
        holdings.push(Person.HEAD, UUID.randomUUID(), Holdings.deleted(closed.record()))
                .ok();
        assertEquals(
                List.of(
                        "changed added carol null",
                        "changed modified carol {\"fields\":[\"phone\"]}",
                        "resolved server carol {\"conflict\":\"" + closed.id() + "\"}",
                        "reopened null carol",
                        "changed deleted carol null"),
                chained("record = '" + closed.record().id() + "'").stream()
                        .map(row -> row.startsWith("reopened") ? row.substring(0, 19) : row)
                        .toList());

        UUID replica = holdings.replica(Person.WRITER);
        holdings.send(Person.STEWARD, "DELETE", "/api/replicas/" + replica, "");
        assertEquals(List.of("revoked null sven {\"owner\":\"alice\"}"), chained("replica = '" + replica + "'"));

        Answer file = holdings.get(Person.READER, "/api/export/conflicts.csv?person=" + replica);
        assertEquals(200, file.status(), file::text);
        assertEquals(
                List.of("exported csv rita {\"query\":\"person=" + replica + "\"}"),
                chained("detail like '%person=" + replica + "%'"));
    }

    @Test
    void what_was_refused_has_none_and_no_row_has_a_value() throws Exception {
        String id = UUID.randomUUID().toString();
        holdings.push(Person.READER, UUID.randomUUID(), Holdings.added(id, "NORTH", "New"))
                .ok();
        assertEquals(List.of(), chained("record = '" + id + "'"));
        String other = holdings.record("NORTH").id();
        assertEquals(1, chained("record = '" + other + "'").size());
        assertEquals(List.of(), chained("detail like '%" + holdings.mark("NORTH") + "%'"));
    }

    @Test
    void the_check_names_the_row_that_somebody_changed() throws Exception {
        String id = holdings.record("SOUTH").id();
        chained("record = '" + id + "'");
        assertTrue(check().getBoolean("whole"));
        execute("update tidemark_audit set actor = 'mallory' where record = '" + id + "'");
        JsonObject told = check();
        assertEquals(1, told.getInt("found"), told::toString);
        assertEquals(
                List.of(Integer.toString(
                        told.getJsonArray("faults").getJsonObject(0).getInt("position"))),
                query("select position from tidemark_audit where record = '" + id + "'"));
        execute("update tidemark_audit set actor = 'carol' where record = '" + id + "'");
        told = check();
        assertTrue(told.getBoolean("whole"), told::toString);
        String noted = "?after=" + told.getInt("position") + "&hash=" + told.getString("hash");
        assertTrue(holdings.get(Person.HEAD, "/api/audit" + noted).ok().json().getBoolean("whole"));
    }

    @Test
    void what_is_no_position_and_no_hash_is_refused() {
        for (String query : List.of("after=-1", "after=x", "after=1&hash=abc", "hash=" + "0".repeat(64))) {
            Answer answer = holdings.get(Person.ADMINISTRATOR, "/api/audit?" + query);
            assertEquals(400, answer.status(), query);
        }
    }

    private JsonObject check() {
        return holdings.get(Person.ADMINISTRATOR, "/api/audit").ok().json();
    }

    /** When all is chained, the rows that match, as they follow each other. */
    private List<String> chained(String condition) throws SQLException, InterruptedException {
        Instant end = Instant.now().plus(PATIENCE);
        while (!query("select id from tidemark_audit_waiting").isEmpty()) {
            assertTrue(Instant.now().isBefore(end), "nobody chains what waits");
            Thread.sleep(50);
        }
        return query(
                "select deed, manner, actor, detail from tidemark_audit where " + condition + " order by position");
    }

    private List<String> query(String sql) throws SQLException {
        try (Connection connection = server.connect();
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            List<String> found = new ArrayList<>();
            while (rows.next()) {
                List<String> cells = new ArrayList<>();
                for (int i = 1; i <= rows.getMetaData().getColumnCount(); i++) {
                    cells.add(String.valueOf(rows.getString(i)));
                }
                found.add(String.join(" ", cells));
            }
            return found;
        }
    }

    private void execute(String sql) throws SQLException {
        try (Connection connection = server.connect();
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }
}
