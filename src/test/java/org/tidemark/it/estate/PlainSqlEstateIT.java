package org.tidemark.it.estate;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeFalse;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import jakarta.json.JsonObject;
import java.io.IOException;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.tidemark.it.Answer;
import org.tidemark.it.server.Server;
import org.tidemark.it.server.ServerExtension;

/** Other programs write the estate's tables by plain SQL, with the triggers that GET /api/triggers gives. */
@ExtendWith(ServerExtension.class)
class PlainSqlEstateIT {

    private static final AtomicInteger NUMBERS = new AtomicInteger(7_000_000);
    private final Server server;
    private final Device alice;
    private final Device dave;
    private final int id = NUMBERS.addAndGet(10);
    private final String number = "SQL-" + id;

    PlainSqlEstateIT(Server server) {
        this.server = server;
        this.alice = new Device(server.as("alice"));
        this.dave = new Device(server.as("dave"));
    }

    @BeforeEach
    void install() throws SQLException {
        InstalledTriggers.on(server);
    }

    @AfterAll
    static void remove() throws SQLException, IOException {
        InstalledTriggers.remove();
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
        JsonObject before = order(alice);
        assertEquals(1, alice.count("lines", "order", before.getString("id")));

        run(update("customer = 'Bjerg'"));
        JsonObject after = order(alice);
        assertEquals("Bjerg", after.getJsonObject("fields").getString("customer"));
        assertTrue(version(after) > version(before));

        run("delete from order_line where service_order = " + id, "delete from service_order where id = " + id);
        assertNull(order(alice));
        assertEquals(0, alice.count("lines", "order", before.getString("id")));
    }

    @Test
    void what_sql_moves_changes_hands_with_its_lines() throws SQLException {
        assumeFalse(server.isH2());
        insert("NORTH");
        String order = order(alice).getString("id");
        assertNull(order(dave));

        run(update("district = 'SOUTH'"));

        assertNull(order(alice));
        assertEquals(0, alice.count("lines", "order", order));
        assertNotNull(order(dave));
        assertEquals(1, dave.count("lines", "order", order));
    }

    @Test
    void what_sql_changes_or_deletes_is_detected_as_a_conflict() throws SQLException {
        assumeFalse(server.isH2());
        insert("NORTH");
        JsonObject known = order(alice);

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

    @Test
    void what_jpa_and_pushes_write_is_numbered_once() throws SQLException {
        assumeFalse(server.isH2());
        office("POST", number + "?customer=Fjord&district=NORTH");
        JsonObject taken = order(alice);
        assertEquals("bob", taken.getString("modifiedBy"));

        office("PUT", number + "/customer/Bjerg");
        JsonObject renamed = order(alice);
        assertEquals("bob", renamed.getString("modifiedBy"));

        JsonObject pushed = alice.modify("orders", renamed, "customer", "Dal");
        assertEquals(1, pushed.getJsonArray("applied").size(), pushed.toString());
        assertEquals("alice", order(alice).getString("modifiedBy"));
        assertEquals(
                version(pushed.getJsonArray("applied").getJsonObject(0)),
                version(order(alice)),
                "no trigger numbered it again");

        office("PUT", number + "/form");
        office("PUT", number + "/form/Fjell");
        office("PUT", number + "/form/Vidde");
        assertEquals("Vidde", order(alice).getJsonObject("fields").getString("customer"));

        office("PUT", number + "/district/SOUTH");
        assertNull(order(alice));
        assertEquals(2, dave.count("lines", "order", order(dave).getString("id")));

        office("DELETE", number);
        assertNull(order(dave));
    }

    /** The rows are written without their values in between, and the triggers see that too. */
    @Test
    void values_that_swap_in_a_push_are_numbered_once() throws SQLException {
        assumeFalse(server.isH2());
        String other = number + "-2";
        office("POST", number + "?customer=Fjord&district=NORTH");
        office("POST", other + "?customer=Bjerg&district=NORTH");
        JsonObject one = order(alice, number);
        JsonObject two = order(alice, other);

        String edit = "{'id': '%s', 'version': %s, 'fields': {'number': '%s'}, 'base': {'number': '%s'}}";
        JsonObject pushed = alice.push("{'orders': {'modified': ["
                + edit.formatted(one.getString("id"), version(one), other, number) + ", "
                + edit.formatted(two.getString("id"), version(two), number, other) + "]}}");
        assertEquals(2, pushed.getJsonArray("applied").size(), pushed.toString());
        for (JsonObject applied : pushed.getJsonArray("applied").getValuesAs(JsonObject.class)) {
            String name = applied.getString("id").equals(one.getString("id")) ? other : number;
            assertEquals(version(applied), version(order(alice, name)), "no trigger numbered it again");
        }
    }

    @Test
    void an_update_by_query_needs_no_call() throws SQLException {
        assumeFalse(server.isH2());
        office("POST", number + "?customer=Fjord&district=NORTH");
        JsonObject before = order(alice);

        office("PUT", number + "/closed");

        assertEquals("DONE", order(alice).getJsonObject("fields").getString("status"));
        assertTrue(version(order(alice)) > version(before));
    }

    /** On MariaDB whoever writes SQL has the clock before it is done with its rows. The one that has done less is ended. */
    @Test
    void a_push_that_a_deadlock_ends_is_done_again() throws Exception {
        assumeTrue(isMariaDb());
        insert("NORTH");
        run(inserted(id + 1, "NORTH"));
        JsonObject known = order(alice);
        ExecutorService other = Executors.newSingleThreadExecutor();
        try (Connection batch = server.connect();
                Statement statement = batch.createStatement()) {
            batch.setAutoCommit(false);
            for (int i = 1; i <= 50; i++) {
                statement.execute(line(id + 1));
            }
            long deadlocks = status("Innodb_deadlocks");
            Future<JsonObject> pushing = other.submit(() -> alice.modify("orders", known, "customer", "Bjerg"));
            while (status("Innodb_row_lock_current_waits") == 0 && !pushing.isDone()) {
                Thread.onSpinWait();
            }
            statement.execute("select 1 from service_order where id = " + id + " for update");
            batch.commit();

            JsonObject pushed = pushing.get();
            assertEquals(1, pushed.getJsonArray("applied").size(), pushed.toString());
            assertTrue(status("Innodb_deadlocks") > deadlocks, "there was one");
        } finally {
            other.shutdown();
        }
        assertEquals("Bjerg", order(alice).getJsonObject("fields").getString("customer"));
        assertEquals(
                50,
                alice.count(
                        "lines",
                        "order",
                        alice.find("orders", "number", "SQL-" + (id + 1)).getString("id")));
    }

    private boolean isMariaDb() {
        return !server.isH2() && !server.isPostgres();
    }

    private long status(String variable) throws SQLException {
        try (Connection connection = server.connect();
                Statement statement = connection.createStatement();
                ResultSet found = statement.executeQuery(
                        "select variable_value from information_schema.global_status where variable_name = '" + variable
                                + "'")) {
            found.next();
            return found.getLong(1);
        }
    }

    /** A trigger that sums up, say; on PostgreSQL it writes before the numbers are given, on MariaDB after. */
    @Test
    void what_a_trigger_of_the_estate_writes_within_a_push_is_numbered_too() throws SQLException {
        assumeFalse(server.isH2());
        insert("NORTH");
        JsonObject before = order(alice);
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
            JsonObject after = order(alice);
            assertTrue(after.getJsonObject("fields").getString("report").startsWith("last: Journey"), after.toString());
            assertTrue(version(after) > version(before));
            long applied = version(pushed.getJsonArray("applied").getJsonObject(0));
            assertTrue(applied != version(after), "no number is given twice");
            run(update("customer = 'Bjerg'"));
            assertTrue(version(order(alice)) > Math.max(applied, version(after)), "nor later");
        } finally {
            run(server.isPostgres() ? "drop function summed cascade" : "drop trigger summed");
        }
    }

    /** Who pulls while all of them write has in the end what a new device gets. */
    @Test
    void a_follower_of_sql_pushes_and_jpa_at_once_misses_nothing() throws Exception {
        assumeFalse(server.isH2());
        List<Integer> orders = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
            int order = NUMBERS.addAndGet(10);
            orders.add(order);
            run(inserted(order, "NORTH"), line(order));
        }
        Device carol = new Device(server.as("carol")).pull();
        ExecutorService writers = Executors.newFixedThreadPool(4);
        List<Future<?>> running = new ArrayList<>();
        running.add(writers.submit(() -> bySql(orders, 0)));
        running.add(writers.submit(() -> bySql(orders, 3)));
        running.add(writers.submit(() -> {
            for (int i = 0; i < 40; i++) {
                status("PUT", "SQL-" + orders.get(i % 8) + "/customer/JPA" + i);
            }
            return 40;
        }));
        running.add(writers.submit(() -> {
            Device pushing = new Device(server.as("carol"));
            int pushed = 0;
            for (int i = 0; i < 40; i++) {
                JsonObject known = pushing.pull().find("orders", "number", "SQL-" + orders.get(i % 8));
                // An order that moves on while a pass reads comes with the next pass.
                if (known != null) {
                    pushing.modify("orders", known, "customer", "push" + i);
                    pushed++;
                }
            }
            return pushed;
        }));
        while (!running.stream().allMatch(Future::isDone)) {
            carol.pull();
        }
        for (Future<?> writer : running) {
            assertTrue((int) writer.get() > 10, "most of them get through");
        }
        writers.shutdown();

        Device fresh = new Device(server.as("carol")).pull();
        carol.pull();
        assertEquals(fresh.all("orders"), carol.all("orders"));
        assertEquals(fresh.all("lines"), carol.all("lines"));
        assertFalse(fresh.all("orders").isEmpty());
    }

    /** How many transactions got through: a deadlock with the estate's code ends one of both, as ever. */
    private int bySql(List<Integer> orders, int offset) throws SQLException {
        int done = 0;
        // As programs read on MariaDB that do not say how.
        int isolation = server.isPostgres() || offset > 0
                ? Connection.TRANSACTION_READ_COMMITTED
                : Connection.TRANSACTION_REPEATABLE_READ;
        for (int i = 0; i < 60; i++) {
            int order = orders.get((i + offset) % orders.size());
            String district = i % 3 == 0 ? "SOUTH" : "NORTH";
            try {
                runAt(
                        isolation,
                        "update service_order set district = '" + district + "', report = 'r" + i + "' where id = "
                                + order,
                        line(order),
                        "delete from order_line where service_order = " + order
                                + " and id < (select max(id) - 2 from order_line where service_order = " + order + ")");
                done++;
            } catch (SQLException e) {
                if (!List.of("40P01", "55P03", "40001").contains(e.getSQLState()) && e.getErrorCode() != 1205) {
                    throw e;
                }
            }
        }
        return done;
    }

    private void insert(String district) throws SQLException {
        run(inserted(id, district), line(id));
    }

    private static String inserted(int key, String district) {
        return "insert into service_order (id, revision, order_number, customer, district, status) values (" + key
                + ", 1, 'SQL-" + key + "', 'Fjord', '" + district + "', 'OPEN')";
    }

    private String line(int order) {
        String next = server.isPostgres() ? "nextval('fieldservice_id')" : "nextval(fieldservice_id)";
        return "insert into order_line (id, revision, service_order, item, quantity) values (" + next
                + " + 90000000, 1, " + order + ", 'Labour', 1)";
    }

    private String update(String set) {
        return "update service_order set " + set + " where id = " + id;
    }

    private String writer(String name) {
        return server.isPostgres()
                ? "set local tidemark.writer = '" + name + "'"
                : "set @tidemark_writer = '" + name + "'";
    }

    /** One transaction. */
    private void run(String... statements) throws SQLException {
        runAt(Connection.TRANSACTION_READ_COMMITTED, statements);
    }

    private void runAt(int isolation, String... statements) throws SQLException {
        try (Connection connection = server.connect()) {
            connection.setTransactionIsolation(isolation);
            connection.setAutoCommit(false);
            try (Statement statement = connection.createStatement()) {
                for (String sql : statements) {
                    statement.execute(sql);
                }
            }
            connection.commit();
        }
    }

    private JsonObject order(Device device) {
        return order(device, number);
    }

    private static JsonObject order(Device device, String name) {
        return device.pull().find("orders", "number", name);
    }

    private static long version(JsonObject record) {
        return record.getJsonNumber("version").longValueExact();
    }

    private void office(String method, String path) {
        int status = status(method, path);
        assertTrue(status < 300, method + " " + path + ": " + status);
    }

    /** Bob is at the office. */
    private int status(String method, String path) {
        return server.as("bob")
                .send(method, "/office/orders/" + path, new byte[0])
                .status();
    }
}
