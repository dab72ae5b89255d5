package org.tidemark.it;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import jakarta.json.Json;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.tidemark.it.server.PlainServer;

/** The sign-in where the container knows the users. */
@EnabledIfSystemProperty(named = "tidemark.it.database", matches = "h2")
class PlainSignInIT {

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
