package org.tidemark.it;

import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.tidemark.it.server.PlainServer;

/** The demo on a WildFly that nobody has told to take its users. */
@EnabledIfSystemProperty(named = "tidemark.it.database", matches = "h2")
@EnabledIfSystemProperty(named = "tidemark.it.server", matches = "wildfly.*")
class DemoOnWildFlyIT {

    @Test
    void who_signs_in_reads_what_is_missing() throws Exception {
        try (PlainServer server = PlainServer.startDemoWithoutYaml()) {
            Answer answer = new Caller(server.base(), "alice", "alice").get("/api");

            answer.problem(503, "users-not-taken");
            assertTrue(answer.text().contains("tidemark.yaml"), answer::text);
            assertTrue(new Caller(server.base(), null, null)
                    .get("/sign-in")
                    .ok()
                    .json()
                    .getBoolean("demo"));
        }
    }
}
