package org.tidemark.triggers;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Several programs write at once, in transactions of different length; a follower reads by version, as a pull does. In
 * the end it has what a reader of everything has: nothing was skipped, and all versions differ.
 */
class PlainSqlRacesTest {

    private static final int WRITERS = 4;
    private static final int TRANSACTIONS = 150;
    private static final int ORDERS = 40;
    private static final String[] DISTRICTS = {"NORTH", "SOUTH", "EAST"};
    private static final List<String> RETRIED = List.of("40P01", "40001", "23503", "23505", "23000", "55P03");

    private final AtomicInteger committed = new AtomicInteger();
    private final AtomicInteger lines = new AtomicInteger(1000);

    /** What a replica would know of a collection. */
    private static final class Follower {

        private final Map<String, Long> cursors = new HashMap<>();
        private final Map<String, String> orders = new HashMap<>();
        private final Map<String, String> lines = new HashMap<>();

        void pull(Connection connection) throws SQLException {
            Map<String, Long> clocks = new HashMap<>();
            read(
                    connection,
                    "select scope, version from tidemark_clock",
                    row -> clocks.put(row.getString(1), row.getLong(2)));
            for (String scope : clocks.keySet()) {
                upserted(connection, "service_order", "customer", scope, orders);
                upserted(connection, "order_line", "item", scope, lines);
            }
            for (Map.Entry<String, Long> clock : clocks.entrySet()) {
                left(connection, clock.getKey(), clock.getValue());
                cursors.put(clock.getKey(), clock.getValue());
            }
        }

        private void upserted(
                Connection connection, String table, String column, String scope, Map<String, String> into)
                throws SQLException {
            read(
                    connection,
                    "select sync_id, concat(sync_scope, ' ', " + column + ") from " + table + " where sync_scope = '"
                            + scope + "' and sync_version > " + cursors.getOrDefault(scope, 0L),
                    row -> into.put(row.getString(1), row.getString(2)));
        }

        /** A record that is known from another scope by now has moved, and stays. */
        private void left(Connection connection, String scope, long upTo) throws SQLException {
            read(
                    connection,
                    "select record from tidemark_tombstone where scope = '" + scope + "' and version > "
                            + cursors.getOrDefault(scope, 0L) + " and version <= " + upTo,
                    row -> {
                        orders.computeIfPresent(
                                row.getString(1), (id, value) -> value.startsWith(scope + " ") ? null : value);
                        lines.computeIfPresent(
                                row.getString(1), (id, value) -> value.startsWith(scope + " ") ? null : value);
                    });
        }

        private interface Row {

            void accept(ResultSet row) throws SQLException;
        }

        private static void read(Connection connection, String query, Row row) throws SQLException {
            try (Statement statement = connection.createStatement();
                    ResultSet found = statement.executeQuery(query)) {
                while (found.next()) {
                    row.accept(found);
                }
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"postgresql", "mariadb"})
    void a_follower_has_in_the_end_what_a_reader_of_everything_has(String database) throws Exception {
        try (FieldService service = FieldService.on(database)) {
            ExecutorService programs = Executors.newFixedThreadPool(WRITERS);
            List<Future<?>> running = new ArrayList<>();
            for (int i = 0; i < WRITERS; i++) {
                Random random = new Random(i);
                running.add(programs.submit(() -> {
                    write(service, random);
                    return null;
                }));
            }
            Follower follower = new Follower();
            try (Connection connection = service.connect()) {
                while (!running.stream().allMatch(Future::isDone)) {
                    follower.pull(connection);
                }
                for (Future<?> program : running) {
                    program.get();
                }
                follower.pull(connection);
                Follower fresh = new Follower();
                fresh.pull(connection);
                assertEquals(fresh.orders, follower.orders);
                assertEquals(fresh.lines, follower.lines);
            }
            programs.shutdown();
            assertTrue(committed.get() > WRITERS * TRANSACTIONS / 2, "only " + committed + " transactions got through");
            assertEquals(
                    List.of(),
                    service.rows(
                            "select l.id from order_line l join service_order o on o.id = l.service_order"
                                    + " where l.sync_version > 0 and (l.sync_scope <> o.district or o.sync_scope <> o.district)"),
                    "a row and its children are where they belong");
            assertEquals(
                    List.of(),
                    service.rows("select sync_scope from (select sync_scope, sync_version from service_order union all"
                            + " select sync_scope, sync_version from order_line union all"
                            + " select scope, version from tidemark_tombstone) v"
                            + " where sync_version > 0 group by sync_scope, sync_version having count(*) > 1"),
                    "no number is given twice");
        }
    }

    private void write(FieldService service, Random random) throws Exception {
        try (Connection connection = service.connect()) {
            connection.setAutoCommit(false);
            for (int i = 0; i < TRANSACTIONS; i++) {
                try {
                    int statements = 1 + random.nextInt(4);
                    for (int s = 0; s < statements; s++) {
                        change(service, connection, random);
                    }
                    if (random.nextInt(10) == 0) {
                        connection.rollback();
                    } else {
                        connection.commit();
                        committed.incrementAndGet();
                    }
                } catch (SQLException e) {
                    connection.rollback();
                    if (!RETRIED.contains(e.getSQLState())) {
                        throw e;
                    }
                }
            }
        }
    }

    private void change(FieldService service, Connection connection, Random random) throws SQLException {
        long order = 100 + random.nextInt(ORDERS);
        String district = DISTRICTS[random.nextInt(DISTRICTS.length)];
        switch (random.nextInt(7)) {
            case 0 -> run(connection, "update service_order set district = ? where id = ?", district, order);
            case 1 ->
                run(connection, "update service_order set customer = ? where id = ?", "c" + random.nextInt(), order);
            case 2 ->
                run(
                        connection,
                        "insert into order_line (id, revision, service_order, item, quantity) select ?, 1, id, 'new', 1 from service_order where id = ?",
                        lines.incrementAndGet(),
                        order);
            case 3 ->
                run(
                        connection,
                        "update order_line set item = ? where service_order = ?",
                        "i" + random.nextInt(),
                        order);
            case 4 ->
                run(
                        connection,
                        "update order_line set service_order = ? where id = (select min(id) from order_line where service_order = ?)"
                                + " and exists (select 1 from service_order where id = ?)",
                        order,
                        100L + random.nextInt(ORDERS),
                        order);
            case 5 -> {
                run(connection, "delete from order_line where service_order = ?", order);
                run(connection, "delete from service_order where id = ?", order);
            }
            default ->
                run(
                        connection,
                        service.unlessThere(
                                "insert into service_order (id, revision, order_number, customer, district, status)"
                                        + " values (?, 1, ?, 'new', ?, 'OPEN')"),
                        order,
                        "R-" + order,
                        district);
        }
    }

    private static void run(Connection connection, String sql, Object... values) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            for (int i = 0; i < values.length; i++) {
                statement.setObject(i + 1, values[i]);
            }
            statement.executeUpdate();
        }
    }
}
