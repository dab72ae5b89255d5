package org.tidemark.it;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import jakarta.json.Json;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.tidemark.it.server.Server;
import org.tidemark.it.server.ServerExtension;
import org.tidemark.it.server.ServerKind;

@ExtendWith(ServerExtension.class)
class SignInIT {

    private final Server server;
    private final Caller stranger;

    SignInIT(Server server) {
        this.server = server;
        this.stranger = server.anonymously();
    }

    @Test
    void nothing_of_the_api_is_open_to_strangers() {
        Answer answer = stranger.get("/api");

        answer.problem(401, "unauthenticated");
        assertTrue(answer.header("WWW-Authenticate").startsWith("Basic "), "a command line is told how to sign in");
    }

    @Test
    void a_script_is_not_answered_with_the_challenge_that_opens_the_browsers_own_password_window() {
        Answer answer = stranger.get("/api", "Sec-Fetch-Mode", "cors");

        answer.problem(401, "unauthenticated");
        assertFalse(answer.header("WWW-Authenticate").contains("Basic"));
    }

    @Test
    void the_page_learns_that_these_are_the_users_of_the_demo() {
        assertTrue(stranger.get("/sign-in").ok().json().getBoolean("demo"));
    }

    @Test
    void the_password_is_checked() {
        server.as("alice", "wrong").get("/api").problem(401, "unauthenticated");
    }

    @ParameterizedTest
    @ValueSource(strings = {"alice", "bob", "carol", "dave"})
    void a_session_begins_by_sign_in_and_ends_by_sign_out(String user) {
        String session = session(signIn(user, user));

        assertEquals(user, stranger.get("/api", "Cookie", session).ok().json().getString("user"));
        Answer out =
                stranger.send("POST", "/sign-out", new byte[0], "Cookie", session, "Content-Type", "application/json");
        assertEquals(204, out.status());
        stranger.get("/api", "Cookie", session).problem(401, "unauthenticated");
    }

    @Test
    void the_session_cookie_is_kept_from_scripts_and_from_other_sites() {
        String cookie = signIn("alice", "alice").header("Set-Cookie");

        assertTrue(cookie.contains("HttpOnly"), cookie);
        // Servers spell the value as they like; browsers compare it without regard to case.
        boolean sameSite = cookie.toLowerCase(Locale.ROOT).contains("samesite=strict");
        assertEquals(ServerKind.current().knowsSameSite(), sameSite, cookie);
    }

    @Test
    void a_wrong_password_begins_no_session() {
        Answer answer = signIn("alice", "wrong");

        answer.problem(401, "unauthenticated");
        assertEquals("", answer.header("Set-Cookie"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "x", "[]", "{}", "{\"user\": 1, \"password\": \"alice\"}", "{\"user\": \"alice\"}"})
    void a_sign_in_that_is_no_sign_in_is_a_bad_request(String body) {
        // A body without a byte has no type either, where the client leaves it out.
        stranger.post("/sign-in", body).problem(400, "malformed-message");
    }

    @Test
    void a_form_of_another_site_cannot_sign_in() {
        byte[] credentials = credentials("alice", "alice").getBytes(StandardCharsets.UTF_8);
        Answer answer = stranger.send("POST", "/sign-in", credentials, "Content-Type", "text/plain");

        answer.problem(415, "unsupported-media-type");
    }

    private Answer signIn(String user, String password) {
        return stranger.post("/sign-in", credentials(user, password));
    }

    /** The cookie as a browser sends it back. */
    private static String session(Answer signedIn) {
        assertEquals(204, signedIn.status(), signedIn::text);
        return signedIn.header("Set-Cookie").split(";")[0];
    }

    private static String credentials(String user, String password) {
        return Json.createObjectBuilder()
                .add("user", user)
                .add("password", password)
                .build()
                .toString();
    }
}
