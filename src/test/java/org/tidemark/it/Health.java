package org.tidemark.it;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import jakarta.json.JsonObject;
import java.time.Duration;
import java.time.Instant;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.tidemark.it.server.Server;

/** What a node says of itself to who restarts nodes and balances load, whether or not the server asks it for that. */
final class Health {

    private static final String READY = "/health/ready";
    private static final Set<String> CHECKS =
            Set.of("tidemark-clocks", "tidemark-database", "tidemark-schema", "tidemark-triggers");

    private static final Duration PATIENCE = Duration.ofMinutes(1);

    private Health() {}

    /** Waits until the node takes requests. */
    static void awaitReady(Server server) throws InterruptedException {
        await(server, 200, CHECKS::equals);
    }

    /** Waits until the node wants no requests, because of this; it stays alive, so that nobody restarts it. */
    static void awaitNotReady(Server server, String check) throws InterruptedException {
        await(server, 503, up -> !up.contains(check));
        Answer live = server.anonymously().get("/health/live");
        assertEquals(200, live.status(), live::text);
        assertEquals("UP", live.json().getString("status"), live::text);
    }

    private static void await(Server server, int status, Predicate<Set<String>> expected) throws InterruptedException {
        Instant end = Instant.now().plus(PATIENCE);
        Answer answer = server.anonymously().get(READY);
        while (answer.status() != status || !expected.test(up(answer))) {
            assertTrue(Instant.now().isBefore(end), answer::text);
            Thread.sleep(200);
            answer = server.anonymously().get(READY);
        }
    }

    private static Set<String> up(Answer ready) {
        return ready.json().getJsonArray("checks").getValuesAs(JsonObject.class).stream()
                .filter(check -> check.getString("status").equals("UP"))
                .map(check -> check.getString("name"))
                .filter(CHECKS::contains)
                .collect(Collectors.toSet());
    }
}
