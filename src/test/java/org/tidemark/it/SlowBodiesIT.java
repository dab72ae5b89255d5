package org.tidemark.it;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.tidemark.it.server.Server;
import org.tidemark.it.server.ServerExtension;

/**
 * Callers who send the beginning of a body and then nothing: more of them than the server has threads.
 *
 * <p>See docs/protocol.md, P11.
 */
@ExtendWith(ServerExtension.class)
class SlowBodiesIT {

    private static final int MANY = 220;
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
        Answer signIn = server.anonymously().post("/sign-in", "{\"user\":\"bob\",\"password\":\"bob\"}");
        assertEquals(204, signIn.status(), signIn::text);
        String replica = "{\"replica\":\"" + UUID.randomUUID() + "\"}";
        server.as("bob").post("/api/sync", replica).ok();
    }

    @Test
    void who_opens_too_many_is_told_of_the_first_ones_that_they_are_too_slow() throws IOException {
        for (int i = 0; i < MANY; i++) {
            send("POST /api/sync alice", "Content-Length: 900\r\n", "{\"re");
        }
        String first = read(open.get(0));
        assertTrue(first.startsWith("HTTP/1.1 408"), first);
        assertTrue(first.contains("urn:tidemark:problem:too-slow"), first);
    }

    @Test
    void who_has_not_said_who_it_is_sends_little() throws IOException {
        Socket announced = send("POST /sign-in anonymous", "Content-Length: 9000\r\n", "{\"us");
        assertTrue(read(announced).contains("urn:tidemark:problem:too-large"));
        String chunk = "x".repeat(600);
        Socket chunked = send(
                "POST /sign-in anonymous",
                "Transfer-Encoding: chunked\r\n",
                "258\r\n" + chunk + "\r\n258\r\n" + chunk + "\r\n");
        assertTrue(read(chunked).contains("urn:tidemark:problem:too-large"));
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
        assertTrue(read(socket).startsWith("HTTP/1.1 200"));
    }

    /** Each in the own name: the thread on which a slow body is answered is not the one on which its request came. */
    @Test
    void a_body_that_arrives_later_is_answered_by_the_rights_of_who_sent_it() throws IOException {
        Map<String, Set<String>> scopes =
                Map.of("alice", Set.of("emea"), "dave", Set.of("apac"), "carol", Set.of("emea", "apac", "amer"));
        for (int turn = 0; turn < 20; turn++) {
            for (String user : List.of("alice", "dave", "carol", "dave", "alice")) {
                String body = "{\"replica\":\"" + UUID.randomUUID() + "\",\"pull\":{\"cursor\":null,\"page\":1}}";
                Socket socket = send(
                        "POST /api/sync " + user, "Connection: close\r\nContent-Length: " + body.length() + "\r\n", "");
                socket.getOutputStream().write(body.getBytes(StandardCharsets.US_ASCII));
                String answer = new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
                String cursor = answer.replaceFirst("(?s).*\"cursor\":\"([A-Za-z0-9_-]+)\\..*", "$1");
                String known = new String(Base64.getUrlDecoder().decode(cursor), StandardCharsets.UTF_8);
                for (String scope : List.of("emea", "apac", "amer")) {
                    assertEquals(
                            scopes.get(user).contains(scope), known.contains("\"" + scope + "\""), user + ": " + known);
                }
                socket.close();
            }
        }
    }

    private Socket send(String request, String length, String body) throws IOException {
        String[] words = request.split(" ");
        String user = words[2].equals("anonymous")
                ? ""
                : "Authorization: Basic "
                        + Base64.getEncoder()
                                .encodeToString((words[2] + ":" + words[2]).getBytes(StandardCharsets.UTF_8))
                        + "\r\n";
        Socket socket = new Socket(server.base().getHost(), server.base().getPort());
        open.add(socket);
        socket.setSoTimeout(30_000);
        socket.getOutputStream()
                .write((words[0] + " " + words[1] + " HTTP/1.1\r\nHost: x\r\n" + JSON + user + length + "\r\n" + body)
                        .getBytes(StandardCharsets.US_ASCII));
        return socket;
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
