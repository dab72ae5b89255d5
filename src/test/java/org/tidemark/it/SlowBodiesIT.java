package org.tidemark.it;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.tidemark.it.contract.Together;
import org.tidemark.it.server.RawAnswer;
import org.tidemark.it.server.Server;
import org.tidemark.it.server.ServerExtension;

/**
 * Callers who send the beginning of a body and then nothing: more of them than the server has threads.
 *
 * <p>See docs/protocol.md, P11. Told on one database: none has a part in it.
 */
@Tag("transport")
@ExtendWith(ServerExtension.class)
class SlowBodiesIT {

    private static final int MANY = 220;
    private static final int CALLERS = 16;
    private static final Set<Integer> NO_PLACE = Set.of(408, 429, 503);
    private static final int TURNS = 40;
    private static final Map<String, Set<String>> SCOPES = Map.of(
            "alice",
            Set.of("emea"),
            "bob",
            Set.of("emea"),
            "dave",
            Set.of("apac"),
            "carol",
            Set.of("emea", "apac", "amer"));
    private static final String JSON = "Content-Type: application/json\r\n";

    private final Server server;
    private final List<Socket> open = new ArrayList<>();

    SlowBodiesIT(Server server) {
        this.server = server;
    }

    @AfterEach
    void close() throws IOException {
        for (Socket socket : open) {
            socket.close();
        }
    }

    /** With a body where none is expected as well: a server may wait for that on a thread of its own. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "POST /sign-in anonymous",
                "POST /api/sync alice",
                "POST /api/restored alice",
                "POST /api/sync anonymous",
                "GET /api alice",
                "GET /index.html anonymous",
                "POST /index.html anonymous",
                "PUT /nowhere anonymous",
                "POST /unauthenticated anonymous"
            })
    void others_are_served_meanwhile(String request) throws IOException {
        for (int i = 0; i < MANY; i++) {
            send(request, "Content-Length: 900\r\n", "{\"us");
        }
        assertEquals(200, server.anonymously().get("/index.html").status());
        server.as("bob").get("/api").ok();
        Answer signIn =
                whenThereIsRoom(() -> server.anonymously().post("/sign-in", "{\"user\":\"bob\",\"password\":\"bob\"}"));
        assertEquals(204, signIn.status(), signIn::text);
        String replica = "{\"replica\":\"" + UUID.randomUUID() + "\"}";
        server.as("bob").post("/api/sync", replica).ok();
    }

    @Test
    void who_opens_too_many_is_refused_and_those_that_are_too_slow_go() throws IOException {
        for (int i = 0; i < MANY; i++) {
            send("POST /api/sync alice", "Content-Length: 900\r\n", "{\"re");
        }
        String replica = "{\"replica\":\"" + UUID.randomUUID() + "\"}";
        whenThereIsRoom(() -> server.as("alice").post("/api/sync", replica)).ok();
        Map<String, Integer> said = new TreeMap<>();
        for (Socket socket : open) {
            String answer = RawAnswer.read(socket);
            said.merge(
                    answer.substring(9, 12) + answer.replaceFirst("(?s).*:problem:([a-z-]+).*", " $1"),
                    1,
                    Integer::sum);
        }
        assertEquals(Set.of("408 too-slow", "429 busy"), said.keySet(), said::toString);
        assertTrue(said.get("429 busy") > MANY / 2, said::toString);
    }

    @Test
    void who_has_not_said_who_it_is_sends_little() throws IOException {
        Socket announced = send("POST /sign-in anonymous", "Content-Length: 9000\r\n", "{\"us");
        assertTrue(RawAnswer.read(announced).contains("urn:tidemark:problem:too-large"));
        String chunk = "258\r\n" + "x".repeat(600) + "\r\n";
        Socket chunked = send("POST /sign-in anonymous", "Transfer-Encoding: chunked\r\n", chunk + chunk + "0\r\n\r\n");
        assertTrue(RawAnswer.read(chunked).contains("urn:tidemark:problem:too-large"));
        Socket endless = send("POST /sign-in anonymous", "Transfer-Encoding: chunked\r\n", chunk.repeat(4));
        assertTrue(RawAnswer.read(endless).contains("urn:tidemark:problem:too-large"));
    }

    /** What arrives in small pieces is a body all the same. */
    @Test
    void a_body_in_pieces_is_read_as_it_arrives() throws IOException {
        String body = "{\"replica\":\"" + UUID.randomUUID() + "\"}";
        Socket socket = send("POST /api/sync alice", "Content-Length: " + body.length() + "\r\n", "");
        for (char c : body.toCharArray()) {
            socket.getOutputStream().write(c);
            socket.getOutputStream().flush();
        }
        assertTrue(RawAnswer.read(socket).startsWith("HTTP/1.1 200"));
    }

    /** Each in the own name, also when many come at once: what a container mixes up it mixes up then. */
    @Test
    void bodies_that_arrive_later_are_answered_by_the_rights_of_who_sent_them() {
        Callable<Void> caller = () -> {
            try (var connection = new RawConnection(server.base(), server.base().getHost())) {
                for (int turn = 0; turn < TURNS; turn++) {
                    for (String user : List.of("alice", "dave", "carol", "dave", "bob")) {
                        askLater(connection, user, Duration.ofNanos(turn % 3 * 100_000L + turn % 13 * 1_000_000L));
                    }
                }
            }
            return null;
        };
        Together.run(Collections.nCopies(CALLERS, caller));
    }

    private void askLater(RawConnection connection, String user, Duration pause) throws IOException {
        String body = "{\"replica\":\"" + UUID.randomUUID() + "\",\"pull\":{\"cursor\":null,\"page\":1}}";
        String head = head("POST /api/sync " + user, "Content-Length: " + body.length() + "\r\n");
        RawConnection.Said said = connection.send(head, body.getBytes(StandardCharsets.US_ASCII), pause);
        // Of so many some may find no place. They come again, as every client does.
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
        while (NO_PLACE.contains(said.status()) && System.nanoTime() < end) {
            said = connection.send(head, body.getBytes(StandardCharsets.US_ASCII), pause);
        }
        assertEquals(200, said.status(), said.body());
        String cursor = said.body().replaceFirst("(?s).*\"cursor\":\"([A-Za-z0-9_-]+)\\..*", "$1");
        String known = new String(Base64.getUrlDecoder().decode(cursor), StandardCharsets.UTF_8);
        assertTrue(known.contains("\"user\":\"" + user + "\""), known);
        for (String scope : List.of("emea", "apac", "amer")) {
            assertEquals(SCOPES.get(user).contains(scope), known.contains("\"" + scope + "\""), user + ": " + known);
        }
    }

    /** As a client does who is told to come again. */
    private static Answer whenThereIsRoom(Supplier<Answer> request) {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(15);
        Answer answer = request.get();
        while (NO_PLACE.contains(answer.status()) && System.nanoTime() < end) {
            answer = request.get();
        }
        return answer;
    }

    private Socket send(String request, String length, String body) throws IOException {
        Socket socket = new Socket(server.base().getHost(), server.base().getPort());
        open.add(socket);
        socket.setTcpNoDelay(true);
        socket.setSoTimeout(30_000);
        socket.getOutputStream().write((head(request, length) + body).getBytes(StandardCharsets.US_ASCII));
        return socket;
    }

    private static String head(String request, String length) {
        String[] words = request.split(" ");
        String user = words[2].equals("anonymous")
                ? ""
                : "Authorization: Basic "
                        + Base64.getEncoder()
                                .encodeToString((words[2] + ":" + words[2]).getBytes(StandardCharsets.UTF_8))
                        + "\r\n";
        return words[0] + " " + words[1] + " HTTP/1.1\r\nHost: x\r\n" + JSON + user + length + "\r\n";
    }
}
