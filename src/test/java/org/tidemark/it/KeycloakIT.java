package org.tidemark.it;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import jakarta.json.Json;
import jakarta.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.tidemark.it.contract.Sample;
import org.tidemark.it.server.Keycloak;
import org.tidemark.it.server.PlainServer;
import org.tidemark.it.server.Ports;

/**
 * A Keycloak signs people in, as docs/openid-connect.md says it: {@code mvn verify -Poidc}. Most tests have a person of
 * their own. There access tokens expire after some seconds, so that sessions go through many of them.
 */
@EnabledIfSystemProperty(named = "tidemark.it.keycloak", matches = "true")
@EnabledIfSystemProperty(named = "tidemark.it.database", matches = "h2")
class KeycloakIT {

    private static final Duration PATIENCE = Duration.ofMinutes(3);
    private static final String SECRET = UUID.randomUUID().toString();

    private static final Map<String, String> PEOPLE = Map.of(
            "erin", "emea", "frank", "apac", "gwen", "emea", "hugo", "emea", "ines", "emea", "jana", "emea", "karl",
            "emea", "luis", "emea");

    private static PlainServer server;
    private static Keycloak keycloak;

    @BeforeAll
    static void start() throws Exception {
        int port = Ports.free();
        server = PlainServer.startWithOpenId(List.of(
                "-Dtidemark.oidc.issuer=" + Keycloak.issuer(port),
                "-Dtidemark.oidc.client=tidemark",
                "-Dtidemark.oidc.secret=" + SECRET,
                "-Dtidemark.oidc.audience=tidemark-api"));
        keycloak = Keycloak.start(
                port,
                SECRET,
                List.of(server.base().toString(), server.base().toString().replace("127.0.0.1", "localhost")),
                PEOPLE);
    }

    @AfterAll
    static void stop() throws Exception {
        if (keycloak != null) {
            keycloak.close();
        }
        if (server != null) {
            server.close();
        }
    }

    @Test
    void a_program_opens_the_api_by_its_access_token_alone() {
        String token = keycloak.accessToken("tidemark-script", SECRET);

        Answer answer = byToken(token);
        assertEquals("service-account-tidemark-script", answer.ok().json().getString("user"));
        assertEquals("", answer.header("Set-Cookie"));
        byToken(token.substring(0, token.length() - 8)).problem(401, "unauthenticated");
        byToken("").problem(401, "unauthenticated");
        Answer stranger = new Caller(server.base(), null, null).get("/api");
        stranger.problem(401, "unauthenticated");
        assertEquals("Bearer realm=\"Tidemark\"", stranger.header("WWW-Authenticate"));
        new Caller(server.base(), "erin", "erin").get("/api").problem(401, "unauthenticated");
    }

    /** Its ID token and its access token are for the client {@code tidemark}, and not for the API. */
    @Test
    void a_token_for_somebody_else_opens_nothing() {
        Visitor visitor = visitor();
        visitor.signIn("erin");
        String location = visitor.signOut().ok().json().getString("location");
        String idToken = location.replaceFirst(".*id_token_hint=([^&]*).*", "$1");

        assertEquals(3, idToken.split("\\.").length);
        byToken(idToken).problem(401, "unauthenticated");
    }

    @Test
    void a_role_of_the_provider_is_a_role_here() {
        assertEquals(Set.of("emea"), writable(signedIn("erin")));
        assertEquals(Set.of("apac"), writable(signedIn("frank")));
        String token = keycloak.accessToken("tidemark-script", SECRET);
        assertEquals(1, applied(push("emea", body -> sendByToken(token, body))));
    }

    @Test
    void the_callback_signs_in_once_and_only_who_began() {
        Visitor visitor = visitor();
        String callback = visitor.callback("erin");
        assertEquals("../?sign-in=refused", visitor().get(callback).header("Location"), "another browser's");
        Answer back = visitor.get(callback);
        assertEquals("../", back.header("Location"));
        assertTrue(back.headers().allValues("Set-Cookie").stream().anyMatch(cookie -> cookie.contains("Max-Age=0")));
        assertEquals("erin", visitor.api("/api").ok().json().getString("user"));
        assertEquals("../?sign-in=refused", visitor.get(callback).header("Location"), "once more");
        String tampered = callback.replaceFirst("state=[^&]*", "state=x");
        assertEquals("../?sign-in=refused", visitor.get(tampered).header("Location"));
        assertEquals("erin", visitor.api("/api").ok().json().getString("user"), "the session is as it was");
    }

    @Test
    void the_browser_sees_no_token() {
        Visitor visitor = visitor();
        String begin = visitor.begin();
        assertTrue(begin.contains("code_challenge_method=S256"), begin);
        Answer back = visitor.signIn("gwen");
        assertFalse(String.valueOf(back.headers()).contains("eyJ"), "a token in the headers");
        assertFalse(visitor.api("/api").ok().text().contains("eyJ"));
    }

    /** Each refresh token is good for one use, or Keycloak ends the session: whatever comes at once has to agree. */
    @Test
    void requests_at_once_outlive_many_access_tokens() throws Exception {
        Visitor visitor = signedIn("hugo");
        var threads = Executors.newFixedThreadPool(8);
        try {
            long end = System.nanoTime()
                    + Duration.ofSeconds(4L * Keycloak.SECONDS).toNanos();
            while (System.nanoTime() < end) {
                List<Future<Answer>> sent = Stream.generate(() -> threads.submit(() -> visitor.api("/api")))
                        .limit(8)
                        .toList();
                for (Future<Answer> one : sent) {
                    assertEquals("hugo", one.get().ok().json().getString("user"));
                }
            }
        } finally {
            threads.shutdownNow();
        }
    }

    @Test
    void a_role_that_is_given_or_withdrawn_counts_from_the_next_refresh() {
        Visitor visitor = signedIn("ines");
        assertEquals(Set.of("emea"), writable(visitor));
        keycloak.giveRole("ines", "apac");
        waitUntil("the role has come", () -> writable(visitor).equals(Set.of("apac", "emea")));
        keycloak.takeRole("ines", "emea");
        waitUntil("the role is gone", () -> writable(visitor).equals(Set.of("apac")));
    }

    @Test
    void a_session_that_the_provider_ends_is_over_and_the_next_sign_in_goes_on() {
        Visitor visitor = signedIn("jana");
        keycloak.signOut("jana");
        waitUntil("the session is over", () -> visitor.api("/api").status() == 401);
        visitor.api("/api").problem(401, "unauthenticated");

        visitor.signIn("jana");
        assertEquals("jana", visitor.api("/api").ok().json().getString("user"));
    }

    /** Of the provider, not of the user: the session stays. */
    @Test
    void a_provider_that_does_not_answer_sends_nobody_away() throws Exception {
        Visitor visitor = signedIn("karl");
        keycloak.pause();
        try {
            waitUntil("the provider is missed", () -> visitor.api("/api").status() != 200);
            Answer busy = visitor.api("/api");
            busy.problem(503, "busy");
            assertNotEquals("", busy.header("Retry-After"));
        } finally {
            keycloak.goOn();
        }
        waitUntil("it goes on", () -> visitor.api("/api").status() == 200);
        assertEquals("karl", visitor.api("/api").ok().json().getString("user"));
    }

    @Test
    void who_signs_out_is_signed_out_at_the_provider_too() {
        Visitor visitor = signedIn("erin");
        String location = visitor.signOut().ok().json().getString("location");
        visitor.api("/api").problem(401, "unauthenticated");

        Answer left = visitor.get(location);
        assertEquals(302, left.status(), left::text);
        assertEquals(server.base() + "/", left.header("Location"));
        assertTrue(visitor.get(visitor.begin()).text().contains("password"), "it asks for the password again");
    }

    /** By name the page is of another site than Keycloak: the cookies have to bear that. */
    @Test
    void the_story_of_a_session_in_a_browser() throws Exception {
        BrowserE2E.getABrowser(server.base());
        List<String> said = new ArrayList<>();
        var environment = Map.of(
                "TIDEMARK_KEYCLOAK", keycloak.base().toString(),
                "TIDEMARK_TOKEN_SECONDS", Integer.toString(Keycloak.SECONDS));
        Path story = Path.of("src/test/browser/openid/openid.story.js");
        assertEquals(0, BrowserE2E.tell(server.base(), story, environment, said), () -> String.join("\n", said));
    }

    @Test
    void there_is_no_password_here() {
        Caller stranger = new Caller(server.base(), null, null);
        JsonObject ways = stranger.get("/sign-in").ok().json();
        assertTrue(ways.getBoolean("openid"));
        assertFalse(ways.getBoolean("demo"));
        stranger.post("/sign-in", "{\"user\": \"erin\", \"password\": \"erin\"}")
                .problem(404, "not-found");
    }

    @Test
    void no_token_and_no_secret_is_in_the_log() throws Exception {
        signedIn("erin");
        byToken(keycloak.accessToken("tidemark-script", SECRET)).ok();
        byToken("eyJhbGciOiJub25lIn0.eyJzdWIiOiJ4In0.").problem(401, "unauthenticated");
        try (Stream<Path> files = Files.walk(server.logFolder())) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                String log = Files.readString(file);
                assertFalse(log.contains("eyJ"), "a token is in " + file);
                // The command line of the server has it here; its environment would not be told.
                assertFalse(
                        log.replace("tidemark.oidc.secret=" + SECRET, "").contains(SECRET), "the secret is in " + file);
            }
        }
    }

    /** In which regions this person may add a company. */
    private static Set<String> writable(Visitor visitor) {
        return Stream.of("emea", "apac", "amer")
                .filter(region ->
                        applied(push(region, body -> visitor.sync(body).ok().json())) == 1)
                .collect(Collectors.toSet());
    }

    private static JsonObject push(String region, Function<String, JsonObject> send) {
        var row = Sample.company(region);
        var added = Json.createObjectBuilder().add("id", row.id()).add("fields", row.fields());
        var companies = Json.createObjectBuilder()
                .add("added", Json.createArrayBuilder().add(added));
        var changes = Json.createObjectBuilder().add("companies", companies);
        return send.apply(Json.createObjectBuilder()
                .add("replica", UUID.randomUUID().toString())
                .add("push", Json.createObjectBuilder().add("number", 1).add("changes", changes))
                .build()
                .toString());
    }

    private static int applied(JsonObject answer) {
        return answer.getJsonObject("push").getJsonArray("applied").size();
    }

    private static Visitor signedIn(String user) {
        Visitor visitor = visitor();
        assertEquals("../", visitor.signIn(user).header("Location"));
        return visitor;
    }

    private static Visitor visitor() {
        return new Visitor(server.base());
    }

    private static Answer byToken(String token) {
        return new Caller(server.base(), null, null).get("/api", "Authorization", "Bearer " + token);
    }

    private static JsonObject sendByToken(String token, String body) {
        return new Caller(server.base(), null, null)
                .send(
                        "POST",
                        "/api/sync",
                        body.getBytes(StandardCharsets.UTF_8),
                        "Authorization",
                        "Bearer " + token,
                        "Content-Type",
                        "application/json")
                .ok()
                .json();
    }

    private static void waitUntil(String what, BooleanSupplier condition) {
        long end = System.nanoTime() + PATIENCE.toNanos();
        while (!condition.getAsBoolean()) {
            assertTrue(System.nanoTime() < end, "waited in vain until " + what);
            try {
                Thread.sleep(200);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IllegalStateException(e);
            }
        }
    }
}
