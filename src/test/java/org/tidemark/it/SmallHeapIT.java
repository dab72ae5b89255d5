package org.tidemark.it;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import jakarta.json.Json;
import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.tidemark.it.server.SmallServer;

/**
 * What one caller can do to stop a server, in short form, against one with a small heap: each attack ends with the documented refusal, the
 * heap holds no more after it than before, and somebody else is served meanwhile. In one process, which would end out of memory.
 */
@EnabledIfSystemProperty(named = "tidemark.it.database", matches = "h2")
@EnabledIfSystemProperty(named = "arquillian.launch", matches = "payara")
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class SmallHeapIT {

    private static final String HEAP = "-Xmx256m";

    /** What a test may leave behind: caches that fill, classes that are loaded late, pools that stay. In mebibytes. */
    private static final long SLACK = 72;

    private static final int AT_ONCE = 24;
    private static final byte[] NOTHING = new byte[0];

    private static SmallServer server;
    private static Caller alice;
    private static Caller bob;
    private static long before;

    private final List<Socket> sockets = new ArrayList<>();

    @BeforeAll
    static void start() throws Exception {
        server = SmallServer.start(
                HEAP,
                "-XX:+UseSerialGC",
                "-XX:SoftRefLRUPolicyMSPerMB=0",
                "-Dtidemark.ranges.mebibytes=8",
                "-Dtidemark.conflicts.replica=30",
                "-Dtidemark.conflicts.user=50");
        alice = new Caller(server.base(), "alice", "alice");
        bob = new Caller(server.base(), "bob", "bob");
        othersAreServed();
        before = server.heapInUse();
    }

    /** Whatever it was, afterwards the server is what it was before. */
    @AfterEach
    void everythingIsAsBefore() throws Exception {
        for (Socket socket : sockets) {
            socket.close();
        }
        assertTrue(server.isAlive(), () -> "the server has ended; see " + server.log());
        othersAreServed();
        // What was sent last is still being given back.
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
        long now = server.heapInUse();
        while (now > before + SLACK && System.nanoTime() < end) {
            now = server.heapInUse();
        }
        assertTrue(now <= before + SLACK, now + " MB after, " + before + " MB before");
    }

    @AfterAll
    static void stop() throws Exception {
        if (server != null) {
            server.close();
        }
    }

    /** In the same server, since no other one has TLS: what every answer says to a browser, and bodies, over HTTP/2 as well. */
    @Test
    @Order(0)
    void over_tls_and_http_2_each_answer_protects_itself() throws Exception {
        HttpClient client = OverTls.client();
        for (HttpClient.Version version : HttpClient.Version.values()) {
            for (String path :
                    List.of("/", "/index.html", "/service-worker.js", "/nowhere", "/sign-in", "/api", "/api/nowhere")) {
                var answer = overTls(client, HttpRequest.newBuilder().version(version), path);
                assertEquals(version, answer.version(), path);
                assertEquals("max-age=31536000", header(answer, "Strict-Transport-Security"), path);
                assertTrue(header(answer, "Content-Security-Policy").contains("frame-ancestors 'none'"), path);
                assertEquals("nosniff", header(answer, "X-Content-Type-Options"), path);
                assertEquals("no-referrer", header(answer, "Referrer-Policy"), path);
                assertEquals("same-origin", header(answer, "Cross-Origin-Opener-Policy"), path);
                assertFalse(header(answer, "Permissions-Policy").isEmpty(), path);
                assertTrue(
                        !path.startsWith("/api")
                                || header(answer, "Cache-Control").contains("no-store"),
                        path);
            }
            var signIn = overTls(client, json(version, "{\"user\":\"bob\",\"password\":\"bob\"}"), "/sign-in");
            assertEquals(204, signIn.statusCode(), signIn::body);
            String cookie = header(signIn, "Set-Cookie");
            assertTrue(cookie.contains("Secure") && cookie.contains("HttpOnly"), cookie);
            String session = cookie.split(";")[0];
            var sync = overTls(
                    client,
                    json(version, message("added", company("n".repeat(4_000)))).header("Cookie", session),
                    "/api/sync");
            assertEquals(200, sync.statusCode(), sync::body);
            assertTrue(sync.body().contains("applied"), sync::body);
            var large = overTls(client, json(version, "x".repeat(5_000_000)).header("Cookie", session), "/api/sync");
            assertEquals(413, large.statusCode(), large::body);
            var head = overTls(
                    client,
                    HttpRequest.newBuilder()
                            .version(version)
                            .method("HEAD", BodyPublishers.noBody())
                            .header("Cookie", session),
                    "/api/events");
            assertEquals(405, head.statusCode());
        }
    }

    private static HttpRequest.Builder json(HttpClient.Version version, String body) {
        return HttpRequest.newBuilder()
                .version(version)
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString(body));
    }

    private static HttpResponse<String> overTls(HttpClient client, HttpRequest.Builder request, String path)
            throws IOException, InterruptedException {
        return client.send(
                request.uri(URI.create(server.overTls() + path))
                        .timeout(Duration.ofMinutes(1))
                        .build(),
                BodyHandlers.ofString());
    }

    private static String header(HttpResponse<?> answer, String name) {
        return answer.headers().firstValue(name).orElse("");
    }

    @Test
    @Order(1)
    void long_names_that_each_rejection_would_repeat() throws Exception {
        String push = message("x".repeat(100_000), "deleted", deletions());
        Set<Integer> said = atOnce(40, () -> said(alice.post("/api/sync", push)));
        assertTrue(Set.of(400, 429, 503).containsAll(said), said::toString);
        alice.post("/api/sync", push).problem(400, "malformed-message");
    }

    @Test
    @Order(2)
    void conflicts_of_megabytes_about_records_that_nobody_knows() throws Exception {
        Set<Integer> said = atOnce(16, () -> {
            Answer answer = alice.post("/api/sync", message("modified", company("x".repeat(4_000_000))));
            if (answer.status() == 200) {
                assertEquals("invalid", rejected(answer).get(0).getString("reason"));
            }
            return said(answer);
        });
        assertTrue(Set.of(200, 408, 429, 503).containsAll(said), said::toString);
    }

    @Test
    @Order(3)
    void more_conflicts_than_anybody_decides() {
        var records = Json.createArrayBuilder();
        for (int i = 0; i < 40; i++) {
            records.add(company("n".repeat(4_000)).add("version", 1));
        }
        Answer ofReplica = alice.post("/api/sync", message("companies", "modified", records))
                .ok();
        rejected(ofReplica).forEach(one -> assertEquals("limit", one.getString("reason")));
        assertEquals(10, rejected(ofReplica).size(), "those beyond the quota of the replica");
        int rejected = 0;
        for (int i = 0; i < 100; i++) {
            Answer answer = alice.post("/api/sync", message("modified", company("n".repeat(4_000))))
                    .ok();
            for (JsonObject one : rejected(answer)) {
                assertEquals("limit", one.getString("reason"));
                rejected += 1;
            }
        }
        assertEquals(80, rejected, "those beyond the quota of the user");
        assertEquals(
                50,
                alice.get("/api/conflicts?limit=1000")
                        .ok()
                        .json()
                        .getJsonArray("conflicts")
                        .size());
    }

    @Test
    @Order(4)
    void lists_of_conflicts_by_many_at_once() throws Exception {
        Set<Integer> said = atOnce(80, () -> said(alice.get("/api/conflicts?limit=1000")));
        assertTrue(Set.of(200, 429, 503).containsAll(said), said::toString);
    }

    @Test
    @Order(5)
    void heads_of_event_streams() throws Exception {
        assertEquals(Set.of(405), atOnce(400, () -> alice.send("HEAD", "/api/events", NOTHING)
                .status()));
    }

    @Test
    @Order(6)
    void event_streams_of_which_nobody_reads_more_than_the_beginning() throws Exception {
        for (int i = 0; i < 150; i++) {
            raw("GET /api/events HTTP/1.1", "alice", "Accept: text/event-stream\r\n", "");
        }
        int refused = 0;
        for (Socket socket : sockets) {
            String status = new String(socket.getInputStream().readNBytes(12), StandardCharsets.US_ASCII);
            refused += status.equals("HTTP/1.1 429") ? 1 : 0;
        }
        assertEquals(50, refused, "of 150, where a user may have 100");
        for (int i = 0; i < 50; i++) {
            bob.post("/api/sync", message("added", company("news"))).ok();
        }
    }

    @Test
    @Order(7)
    void bodies_that_do_not_come() throws Exception {
        String part = "x".repeat(500_000);
        for (int i = 0; i < 220; i++) {
            raw("POST /sign-in HTTP/1.1", null, "Content-Type: application/json\r\nContent-Length: 900\r\n", "{\"us");
            raw(
                    "POST /api/sync HTTP/1.1",
                    "alice",
                    "Content-Type: application/json\r\nContent-Length: 4000000\r\n",
                    "");
        }
        for (int i = 1; i < 100; i += 2) {
            try {
                sockets.get(i).getOutputStream().write(part.getBytes(StandardCharsets.US_ASCII));
            } catch (IOException ended) {
                // as documented, for all but the first few
            }
        }
        String last = read(sockets.get(sockets.size() - 1));
        assertTrue(last.startsWith("HTTP/1.1 429"), last);
    }

    @Test
    @Order(8)
    void large_cursors() throws Exception {
        String cursor = Base64.getUrlEncoder().withoutPadding().encodeToString(new byte[700_000]);
        Set<Integer> said =
                atOnce(40, () -> said(alice.post("/api/sync", pull(cursor).toString())));
        assertTrue(Set.of(200, 400, 429, 503).containsAll(said), said::toString);
        alice.post("/api/sync", pull(cursor + cursor).toString()).problem(400, "malformed-message");
    }

    @Test
    @Order(9)
    void values_that_take_two_bytes_here_and_a_hundred_there() throws Exception {
        String dense = "{\"push\":[" + "{},".repeat(1_300_000) + "{}]}";
        Set<Integer> said = atOnce(AT_ONCE, () -> said(alice.post("/api/sync", dense)));
        assertTrue(Set.of(408, 413, 429, 503).containsAll(said), said::toString);
        alice.post("/api/sync", dense).problem(413, "too-large");
    }

    @Test
    @Order(10)
    void a_few_bytes_that_unpack_to_megabytes() throws Exception {
        var packed = new ByteArrayOutputStream();
        try (var gzip = new GZIPOutputStream(packed)) {
            gzip.write(" ".repeat(4_000_000).getBytes(StandardCharsets.US_ASCII));
        }
        Set<Integer> said = atOnce(
                100,
                () -> said(alice.send(
                        "POST",
                        "/api/sync",
                        packed.toByteArray(),
                        "Content-Type",
                        "application/json",
                        "Content-Encoding",
                        "gzip")));
        assertTrue(Set.of(400, 429, 503).containsAll(said), said::toString);
    }

    /** Each is allowed; together they are not, and each comes through when it is sent again. */
    @Test
    @Order(11)
    void large_pushes_by_many_at_once() throws Exception {
        String notes = "n".repeat(3_500);
        Set<Integer> said = atOnce(10, () -> {
            var rows = Json.createArrayBuilder();
            for (int i = 0; i < 1_000; i++) {
                rows.add(company(notes));
            }
            String push = message("companies", "added", rows);
            Answer answer = alice.post("/api/sync", push);
            boolean waited = false;
            while (answer.status() != 200) {
                waited = true;
                said(answer);
                TimeUnit.MILLISECONDS.sleep(200);
                answer = alice.post("/api/sync", push);
            }
            assertEquals(
                    1_000,
                    answer.json().getJsonObject("push").getJsonArray("applied").size());
            return waited ? 429 : 200;
        });
        assertEquals(Set.of(200, 429), said);
    }

    @Test
    @Order(12)
    void pages_of_large_records_that_nobody_reads() throws Exception {
        String pull = pull(null).toString();
        for (int i = 0; i < 40; i++) {
            raw(
                    "POST /api/sync HTTP/1.1",
                    "alice",
                    "Content-Type: application/json\r\nContent-Length: " + pull.length() + "\r\n",
                    pull);
        }
        othersAreServed();
        Answer page = alice.post("/api/sync", pull);
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
        while (page.status() != 200) {
            said(page);
            assertTrue(System.nanoTime() < end, "what was closed is not given back");
            if (!sockets.isEmpty()) {
                sockets.remove(0).close();
            }
            TimeUnit.MILLISECONDS.sleep(100);
            page = alice.post("/api/sync", pull);
        }
        int size = page.body().length;
        assertTrue(size < 8_000_000, size + " bytes");
    }

    @Test
    @Order(13)
    void guesses_of_passwords() throws Exception {
        Set<Integer> said = atOnce(
                60, () -> new Caller(server.base(), "dave", "wrong").get("/api").status());
        assertEquals(Set.of(401, 429), said);
        Answer braked = new Caller(server.base(), "dave", "wrong").get("/api");
        braked.problem(429, "busy");
        assertTrue(Integer.parseInt(braked.header("Retry-After")) > 0);
    }

    @Test
    @Order(14)
    void the_log_stays_small() throws IOException {
        long size = Files.size(server.log());
        assertTrue(size < 1_000_000, size + " bytes");
    }

    private static void othersAreServed() {
        bob.get("/api").ok();
        bob.post("/api/sync", message("added", company("short"))).ok();
    }

    /** Does it so often, some at a time, while others are served; gives what came of it. */
    private Set<Integer> atOnce(int times, Callable<Integer> call) throws Exception {
        ExecutorService some = Executors.newFixedThreadPool(AT_ONCE);
        try {
            List<Future<Integer>> all = new ArrayList<>();
            for (int i = 0; i < times; i++) {
                all.add(some.submit(call));
            }
            othersAreServed();
            Set<Integer> said = new TreeSet<>();
            for (Future<Integer> one : all) {
                said.add(one.get(5, TimeUnit.MINUTES));
            }
            return said;
        } finally {
            some.shutdownNow();
        }
    }

    /** The status; a refusal for want of room says when to come again. */
    private static int said(Answer answer) {
        if (answer.status() == 429 || answer.status() == 503) {
            answer.problem(answer.status(), "busy");
            assertTrue(Integer.parseInt(answer.header("Retry-After")) > 0, answer::text);
        }
        return answer.status();
    }

    private static List<JsonObject> rejected(Answer answer) {
        return answer.json().getJsonObject("push").getJsonArray("rejected").getValuesAs(JsonObject.class);
    }

    private static String message(String kind, JsonObjectBuilder company) {
        JsonObjectBuilder change = kind.equals("modified") ? company.add("version", 1) : company;
        return message("companies", kind, Json.createArrayBuilder().add(change));
    }

    /** A replica's first push. */
    private static String message(String collection, String kind, JsonArrayBuilder records) {
        var changes = Json.createObjectBuilder()
                .add(collection, Json.createObjectBuilder().add(kind, records));
        return Json.createObjectBuilder()
                .add("replica", UUID.randomUUID().toString())
                .add("push", Json.createObjectBuilder().add("number", 1).add("changes", changes))
                .build()
                .toString();
    }

    private static JsonObject pull(String cursor) {
        var pull = Json.createObjectBuilder().add("page", 5000);
        pull = cursor == null ? pull.addNull("cursor") : pull.add("cursor", cursor);
        return Json.createObjectBuilder()
                .add("replica", UUID.randomUUID().toString())
                .add("pull", pull)
                .build();
    }

    private static JsonArrayBuilder deletions() {
        var deletions = Json.createArrayBuilder();
        for (int i = 0; i < 1_000; i++) {
            deletions.add(Json.createObjectBuilder()
                    .add("id", UUID.randomUUID().toString())
                    .add("version", 1));
        }
        return deletions;
    }

    private static JsonObjectBuilder company(String notes) {
        return Json.createObjectBuilder()
                .add("id", UUID.randomUUID().toString())
                .add(
                        "fields",
                        Json.createObjectBuilder()
                                .add("name", "Nordlys Seafood")
                                .add("region", "emea")
                                .add("notes", notes));
    }

    private void raw(String request, String user, String headers, String body) throws IOException {
        URI base = server.base();
        Socket socket = new Socket(base.getHost(), base.getPort());
        sockets.add(socket);
        socket.setSoTimeout((int) Duration.ofSeconds(60).toMillis());
        String who = user == null
                ? ""
                : "Authorization: Basic "
                        + Base64.getEncoder().encodeToString((user + ":" + user).getBytes(StandardCharsets.UTF_8))
                        + "\r\n";
        socket.getOutputStream()
                .write((request + "\r\nHost: x\r\n" + who + headers + "\r\n" + body)
                        .getBytes(StandardCharsets.US_ASCII));
    }

    /** Until the end of a problem, or of what fits. */
    private static String read(Socket socket) throws IOException {
        var text = new StringBuilder();
        byte[] buffer = new byte[4096];
        while (!text.toString().contains("}")) {
            int n = socket.getInputStream().read(buffer);
            if (n < 0) {
                break;
            }
            text.append(new String(buffer, 0, n, StandardCharsets.UTF_8));
        }
        return text.toString();
    }
}
