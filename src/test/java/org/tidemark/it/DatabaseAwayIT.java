package org.tidemark.it;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.tidemark.it.server.Server;
import org.tidemark.it.server.ServerExtension;

/** While the database is away, clients are told to come back, and the log is not filled. */
@ExtendWith(ServerExtension.class)
class DatabaseAwayIT {

    private static final String CLOCK = "tidemark_clock";
    private static final String ELSEWHERE = "tidemark_clock_elsewhere";
    private static final String WATCHED = "The table tidemark_clock";
    private static final Duration PATIENCE = Duration.ofMinutes(1);

    /**
     * Also what the server's pool says of connections that died. A trace for each try of a request was ten times as
     * much.
     */
    private static final int MOST_LINES = 5_000;

    private static final int CALLS = 16;

    @Test
    void an_outage_is_a_line_and_callers_are_told_when_to_come_back(Server server) throws Exception {
        assertEquals(200, server.as("alice").get("/api").status());
        int before = server.log().size();

        List<Answer> answers = server.withoutDatabase(() -> {
            await(server, before, DatabaseAwayIT::isBeginning);
            List<Answer> refused = atOnce(() -> server.as("alice").get("/api"));
            Health.awaitNotReady(server, "tidemark-database");
            return refused;
        });
        await(server, before, line -> line.contains(WATCHED) && line.contains("can be read again"));
        Health.awaitReady(server);

        for (Answer answer : answers) {
            answer.problem(503, "busy");
            assertFalse(answer.header("Retry-After").isEmpty());
        }
        List<String> told = since(server, before);
        assertEquals(1, count(told, DatabaseAwayIT::isBeginning));
        assertTrue(told.size() < MOST_LINES, () -> told.size() + " lines, such as " + told.subList(0, 50));
        assertEquals(200, server.as("alice").get("/api").status());
    }

    /** As when a server starts before the application's scripts have run. */
    @Test
    void without_our_tables_callers_are_told_when_to_come_back(Server server) throws Exception {
        assertEquals(200, server.as("alice").get("/api").status());
        int before = server.log().size();

        rename(server, CLOCK, ELSEWHERE);
        try {
            await(server, before, DatabaseAwayIT::isBeginning);
            Health.awaitNotReady(server, "tidemark-database");
            for (Answer answer : atOnce(() -> server.as("alice").get("/api"))) {
                answer.problem(503, "busy");
                assertFalse(answer.header("Retry-After").isEmpty());
            }
        } finally {
            rename(server, ELSEWHERE, CLOCK);
        }

        await(server, before, line -> line.contains(WATCHED) && line.contains("can be read again"));
        assertEquals(200, server.as("alice").get("/api").status());
    }

    private static void rename(Server server, String table, String name) throws SQLException {
        try (Connection connection = server.connect();
                Statement statement = connection.createStatement()) {
            statement.execute("alter table " + table + " rename to " + name);
        }
    }

    private static boolean isBeginning(String line) {
        return line.contains(WATCHED) && line.contains("cannot be read since");
    }

    private static List<String> since(Server server, int before) throws IOException {
        List<String> all = server.log();
        return all.subList(before, all.size());
    }

    private static List<Answer> atOnce(Callable<Answer> call) throws Exception {
        ExecutorService callers = Executors.newFixedThreadPool(CALLS);
        try {
            return callers.invokeAll(Collections.nCopies(CALLS, call)).stream()
                    .map(DatabaseAwayIT::result)
                    .toList();
        } finally {
            callers.shutdownNow();
        }
    }

    private static Answer result(Future<Answer> call) {
        try {
            return call.get();
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }

    private static void await(Server server, int before, Predicate<String> line)
            throws IOException, InterruptedException {
        Instant end = Instant.now().plus(PATIENCE);
        while (count(since(server, before), line) == 0) {
            assertTrue(Instant.now().isBefore(end), "the log says nothing of it");
            Thread.sleep(200);
        }
    }

    private static long count(List<String> lines, Predicate<String> line) {
        return lines.stream().filter(line).count();
    }
}
