package org.tidemark.it;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import jakarta.json.Json;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.tidemark.it.server.PlainServer;

/** The sign-in where the container knows the users, and what one user may send there. */
@EnabledIfSystemProperty(named = "tidemark.it.database", matches = "h2")
class PlainSignInIT {

    private static final int PUSHES = 60;

    private static PlainServer server;

    @BeforeAll
    static void start() throws Exception {
        server = PlainServer.start();
    }

    @AfterAll
    static void stop() throws Exception {
        if (server != null) {
            server.close();
        }
    }

    @Test
    void a_session_stays_whatever_is_tried_over_it_until_somebody_signs_out() {
        String session = session(signIn("erin", "erin"));

        for (String[] tried :
                new String[][] {{"erin", "wrong"}, {"erin", "erin"}, {"frank", "wrong"}, {"frank", "frank"}}) {
            Answer answer = signIn(tried[0], tried[1], "Cookie", session);
            answer.problem(409, "signed-in");
            assertEquals("", answer.header("Set-Cookie"));
            assertEquals("erin", user(session));
        }

        assertEquals(204, send("/sign-out", "", "Cookie", session).status());
        api(session).problem(401, "unauthenticated");
        signIn("frank", "wrong", "Cookie", session).problem(401, "unauthenticated");
        assertEquals("frank", user(session(signIn("frank", "frank", "Cookie", session))));
    }

    /** The page shows the users of the demo, and their passwords, where this says so. */
    @Test
    void the_page_learns_that_these_are_not_the_users_of_the_demo() {
        assertFalse(stranger().get("/sign-in").ok().json().getBoolean("demo"));
    }

    @Test
    void a_wrong_password_begins_no_session() {
        Answer refused = signIn("erin", "wrong");

        refused.problem(401, "unauthenticated");
        String cookie = refused.cookies();
        if (!cookie.isEmpty()) {
            api(cookie).problem(401, "unauthenticated");
        }
        assertEquals("erin", user(session(signIn("erin", "erin"))));
    }

    /** However slow the machine: ten may come at once and one more each second, and these come together. */
    @Test
    void a_replica_that_pushes_without_end_is_told_when_to_come_again() throws Exception {
        String session = session(signIn("erin", "erin"));
        String push = "{\"replica\": \"" + UUID.randomUUID() + "\", \"push\": {\"number\": 1, \"changes\": {}}}";
        var threads = Executors.newFixedThreadPool(PUSHES);
        try {
            List<Future<Answer>> sent = Stream.generate(
                            () -> threads.submit(() -> send("/api/sync", push, "Cookie", session)))
                    .limit(PUSHES)
                    .toList();
            int refused = 0;
            for (Future<Answer> one : sent) {
                Answer answer = one.get();
                if (answer.status() == 429) {
                    assertIsTold(answer);
                    refused++;
                } else {
                    answer.ok();
                }
            }
            assertTrue(refused > 0 && refused < PUSHES, refused + " of " + PUSHES);
        } finally {
            threads.shutdownNow();
        }
    }

    @Test
    void a_user_who_starts_replicas_without_end_is_told_when_to_come_again() {
        String session = session(signIn("frank", "frank"));
        UUID first = UUID.randomUUID();
        pull(session, first).ok();
        pull(session, UUID.randomUUID()).ok();
        pull(session, UUID.randomUUID()).ok();
        assertIsTold(pull(session, UUID.randomUUID()));
        pull(session, first).ok();
    }

    private static void assertIsTold(Answer answer) {
        answer.problem(429, "busy");
        assertTrue(Integer.parseInt(answer.header("Retry-After")) > 0);
    }

    private static Answer pull(String session, UUID replica) {
        return send("/api/sync", "{\"replica\": \"" + replica + "\", \"pull\": {\"cursor\": null}}", "Cookie", session);
    }

    private static Answer signIn(String user, String password, String... headers) {
        String body = Json.createObjectBuilder()
                .add("user", user)
                .add("password", password)
                .build()
                .toString();
        return send("/sign-in", body, headers);
    }

    private static Answer send(String path, String body, String... headers) {
        String[] all = Arrays.copyOf(headers, headers.length + 2);
        all[headers.length] = "Content-Type";
        all[headers.length + 1] = "application/json";
        return stranger().send("POST", path, body.getBytes(StandardCharsets.UTF_8), all);
    }

    private static String session(Answer signedIn) {
        assertEquals(204, signedIn.status(), signedIn::text);
        return signedIn.cookies();
    }

    private static String user(String session) {
        return api(session).ok().json().getString("user");
    }

    private static Answer api(String session) {
        return stranger().get("/api", "Cookie", session);
    }

    private static Caller stranger() {
        return new Caller(server.base(), null, null);
    }
}
