package org.tidemark.it.estate;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeFalse;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import jakarta.json.JsonObject;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.tidemark.it.server.Server;
import org.tidemark.triggers.OrderSql;

/** Plain SQL, pushes and JPA at once. */
class PlainSqlRacesEstateIT extends PlainSqlEstate {

    PlainSqlRacesEstateIT(Server server) {
        super(server);
    }

    /**
     * On MariaDB whoever writes SQL has the clock before it is done with its rows. The one that has done less is ended.
     */
    @Test
    void a_push_that_a_deadlock_ends_is_done_again() throws Exception {
        assumeTrue(isMariaDb());
        insert("NORTH");
        run(OrderSql.inserted(id + 1, "NORTH"));
        JsonObject known = alice.order(number);
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
        assertEquals("Bjerg", alice.order(number).getJsonObject("fields").getString("customer"));
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

    /** Who pulls while all of them write has in the end what a new device gets. */
    @Test
    void a_follower_of_sql_pushes_and_jpa_at_once_misses_nothing() throws Exception {
        assumeFalse(server.isH2());
        List<Integer> orders = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
            int order = NUMBERS.addAndGet(10);
            orders.add(order);
            run(OrderSql.inserted(order, "NORTH"), line(order));
        }
        Device carol = new Device(server.as("carol")).pull();
        ExecutorService writers = Executors.newFixedThreadPool(4);
        List<Future<?>> running = new ArrayList<>();
        running.add(writers.submit(() -> bySql(orders, 0)));
        running.add(writers.submit(() -> bySql(orders, 3)));
        running.add(writers.submit(() -> {
            for (int i = 0; i < 40; i++) {
                office.status("PUT", "SQL-" + orders.get(i % 8) + "/customer/JPA" + i);
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
}
