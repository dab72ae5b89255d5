package org.tidemark.it;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.tidemark.it.server.Server;
import org.tidemark.it.server.ServerExtension;

@ExtendWith(ServerExtension.class)
class DatabaseRestartIT {

    @Test
    void the_server_answers_again_as_soon_as_the_database_does(Server server) throws Exception {
        fillThePool(server, "/api");

        server.restartDatabase();

        for (int status : fillThePool(server, "/api")) {
            assertEquals(200, status, "each pooled connection was dead, and none may be used as it is");
        }
    }

    @Test
    void what_is_not_tried_again_says_that_it_was_the_moment(Server server) throws Exception {
        fillThePool(server, "/api/conflicts");

        server.restartDatabase();

        for (int status : fillThePool(server, "/api/conflicts")) {
            assertTrue(status == 200 || status == 503, "answered " + status);
        }
    }

    /** Whoever comes next finds a server that has noticed that its database is back. */
    @AfterEach
    void others_find_it_as_it_was(Server server) throws InterruptedException {
        long end = System.nanoTime() + TimeUnit.MINUTES.toNanos(1);
        while (server.as("alice").get("/api").status() != 200) {
            assertTrue(System.nanoTime() < end, "the server does not notice that its database is back");
            TimeUnit.MILLISECONDS.sleep(100);
        }
    }

    /** Several at a time, so that several connections are in the pool, and are taken from it. */
    private static List<Integer> fillThePool(Server server, String path) throws Exception {
        ExecutorService callers = Executors.newFixedThreadPool(8);
        try {
            Callable<Integer> call = () -> server.as("alice").get(path).status();
            return callers.invokeAll(java.util.Collections.nCopies(40, call)).stream()
                    .map(DatabaseRestartIT::result)
                    .toList();
        } finally {
            callers.shutdownNow();
        }
    }

    private static int result(Future<Integer> call) {
        try {
            return call.get();
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }
}
