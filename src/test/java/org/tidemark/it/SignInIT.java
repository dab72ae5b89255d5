package org.tidemark.it;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import jakarta.json.Json;
import jakarta.json.JsonObject;
import jakarta.ws.rs.client.Entity;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.NewCookie;
import jakarta.ws.rs.core.Response;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@ExtendWith(ServerExtension.class)
class SignInIT {

    private final Server server;

    SignInIT(Server server) {
        this.server = server;
    }

    @Test
    void nothing_of_the_api_is_open_to_strangers() {
        Answer answer = server.anonymously().get("/api");

        assertUnauthenticated(answer);
        assertTrue(answer.header("WWW-Authenticate").startsWith("Basic "), "a command line is told how to sign in");
    }

    @Test
    void a_script_is_not_answered_with_the_challenge_that_opens_the_browsers_own_password_window() {
        try (Response response =
                server.anonymously().request("/api").header("Sec-Fetch-Mode", "cors").get()) {
            Answer answer = Answer.of(response);

            assertUnauthenticated(answer);
            assertFalse(String.valueOf(answer.header("WWW-Authenticate")).contains("Basic"));
        }
    }

    @Test
    void the_password_is_checked() {
        try (Response response = server.anonymously()
                .request("/api")
                .header("Authorization", "Basic YWxpY2U6d3Jvbmc=")
                .get()) {
            assertUnauthenticated(Answer.of(response));
        }
    }

    @Test
    void a_session_begins_by_sign_in_and_ends_by_sign_out() {
        NewCookie session = signIn("alice", "alice");

        assertEquals(200, statusOfApi(session));
        try (Response response = server.anonymously()
                .request("/sign-out")
                .cookie(session)
                .post(Entity.text(""))) {
            assertEquals(204, response.getStatus());
        }
        assertEquals(401, statusOfApi(session));
    }

    @Test
    void the_session_cookie_is_kept_from_scripts_and_from_other_sites() {
        NewCookie session = signIn("alice", "alice");

        assertTrue(session.isHttpOnly());
        assertEquals(NewCookie.SameSite.STRICT, session.getSameSite());
    }

    @Test
    void a_wrong_password_begins_no_session() {
        try (Response response =
                server.anonymously().request("/sign-in").post(credentials("alice", "wrong"))) {
            assertUnauthenticated(Answer.of(response));
            assertTrue(response.getCookies().isEmpty());
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "x", "[]", "{}", "{\"user\": 1, \"password\": \"alice\"}", "{\"user\": \"alice\"}"})
    void a_sign_in_that_is_no_sign_in_is_a_bad_request(String body) {
        Answer answer = server.anonymously()
                .post("/sign-in", body.getBytes(StandardCharsets.UTF_8), MediaType.APPLICATION_JSON_TYPE);

        assertEquals(400, answer.status());
    }

    @Test
    void a_form_of_another_site_cannot_sign_in() {
        Answer answer = server.anonymously()
                .post(
                        "/sign-in",
                        "{\"user\":\"alice\",\"password\":\"alice\"}".getBytes(StandardCharsets.UTF_8),
                        MediaType.TEXT_PLAIN_TYPE);

        assertEquals(415, answer.status());
    }

    private static void assertUnauthenticated(Answer answer) {
        assertEquals(401, answer.status());
        assertTrue(answer.header("Content-Type").startsWith("application/problem+json"), answer.header("Content-Type"));
        JsonObject problem = answer.json();
        assertEquals("urn:tidemark:problem:unauthenticated", problem.getString("type"));
        assertEquals(401, problem.getInt("status"));
    }

    private NewCookie signIn(String user, String password) {
        try (Response response = server.anonymously().request("/sign-in").post(credentials(user, password))) {
            assertEquals(204, response.getStatus());
            return response.getCookies().get("JSESSIONID");
        }
    }

    private int statusOfApi(NewCookie session) {
        try (Response response =
                server.anonymously().request("/api").cookie(session.toCookie()).get()) {
            return response.getStatus();
        }
    }

    private static Entity<String> credentials(String user, String password) {
        return Entity.json(Json.createObjectBuilder()
                .add("user", user)
                .add("password", password)
                .build()
                .toString());
    }
}
