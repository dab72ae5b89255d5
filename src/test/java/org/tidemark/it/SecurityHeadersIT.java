package org.tidemark.it;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.tidemark.it.server.Server;
import org.tidemark.it.server.ServerExtension;

/** What every answer says to a browser, and that a container's own page is never one. */
@ExtendWith(ServerExtension.class)
class SecurityHeadersIT {

    private final Server server;

    SecurityHeadersIT(Server server) {
        this.server = server;
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/",
                "/index.html",
                "/app/main.js",
                "/style/base.css",
                "/service-worker.js",
                "/api",
                "/api/nowhere",
                "/nowhere",
                "/sign-in",
                "/api/conflicts?limit=0"
            })
    void every_answer_protects_itself(String path) {
        for (Caller caller : new Caller[] {server.as("alice"), server.anonymously()}) {
            Answer answer = caller.get(path);
            String policy = answer.header("Content-Security-Policy");
            assertTrue(policy.contains("frame-ancestors 'none'"), path + ": " + policy);
            assertEquals("nosniff", answer.header("X-Content-Type-Options"), path);
            assertEquals("no-referrer", answer.header("Referrer-Policy"), path);
            assertEquals("same-origin", answer.header("Cross-Origin-Opener-Policy"), path);
            assertFalse(answer.header("Permissions-Policy").isEmpty(), path);
            assertEquals("", answer.header("Strict-Transport-Security"), "not over plain HTTP");
            if (path.startsWith("/api")) {
                assertTrue(answer.header("Cache-Control").contains("no-store"), path);
            }
            if (answer.status() >= 400) {
                answer.problem();
            }
        }
    }

    @Test
    void the_policy_lets_in_the_scripts_of_the_page_as_it_is_and_no_other() throws Exception {
        Answer page = server.anonymously().get("/");
        var inline = Pattern.compile("<script(?![^>]*src=)[^>]*>(.*?)</script>", Pattern.DOTALL)
                .matcher(page.text());
        int scripts = 0;
        for (; inline.find(); scripts++) {
            byte[] digest =
                    MessageDigest.getInstance("SHA-256").digest(inline.group(1).getBytes(StandardCharsets.UTF_8));
            String hash = "'sha256-" + Base64.getEncoder().encodeToString(digest) + "'";
            assertTrue(page.header("Content-Security-Policy").contains(hash), hash);
        }
        assertTrue(scripts > 0, "the import map");
        assertFalse(page.header("Content-Security-Policy").contains("unsafe"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"x", "a/", "/", "application/json;q", "text/html;q=nought", "a/b;c=\"", ",;,", "*/*;q=1.5"})
    void headers_that_are_none_are_refused_by_a_problem(String header) {
        Caller alice = server.as("alice");
        alice.get("/api", "Accept", header).problem(400);
        Answer answer = alice.send("POST", "/api/sync", "{}".getBytes(StandardCharsets.UTF_8), "Content-Type", header);
        answer.problem();
        assertTrue(answer.status() == 415 || answer.status() == 400, answer::text);
        answer = alice.get("/api", "Content-Type", header);
        assertTrue(answer.status() < 500, answer::text);
    }

    @Test
    void what_is_not_to_be_had_in_another_form_is_refused_by_a_problem() {
        server.as("alice").get("/api", "Accept", "text/csv").problem(406);
        server.as("alice")
                .get("/api", "Accept", "text/csv, application/json;q=0.5")
                .ok();
    }

    @ParameterizedTest
    @ValueSource(strings = {"collection=%00", "collection=a%00b", "status=%00", "after=%00", "%00=1"})
    void a_query_that_no_database_takes_is_refused(String query) {
        server.as("alice").get("/api/conflicts?" + query).problem(400, "malformed-message");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"user\":\"alice\",\"password\":1e99999999999}",
                "{\"user\":1e99999999999}",
                "1e99999999999",
                "{\"user\":\"alice\",\"user\":\"bob\",\"password\":\"x\"}",
                "{\"user\":\"alice\",\"password\":\"x\",\"more\":1}",
                "{\"user\":\"ali\\u000ace\",\"password\":\"x\"}",
                "{\"user\":\"alice\",\"password\":\"alice\"}}",
                "[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[",
                "{\"user"
            })
    void a_sign_in_is_read_as_strictly_as_a_push(String body) {
        server.anonymously().post("/sign-in", body).problem(400, "malformed-message");
    }

    @Test
    void a_wrong_password_leaves_who_is_signed_in() {
        Answer in = server.anonymously().post("/sign-in", "{\"user\":\"alice\",\"password\":\"alice\"}");
        String cookie = in.header("Set-Cookie").split(";")[0];
        byte[] wrong = "{\"user\":\"alice\",\"password\":\"wrong\"}".getBytes(StandardCharsets.UTF_8);
        server.anonymously()
                .send("POST", "/sign-in", wrong, "Content-Type", "application/json", "Cookie", cookie)
                .problem(401, "unauthenticated");
        server.anonymously().get("/api", "Cookie", cookie).ok();
    }
}
