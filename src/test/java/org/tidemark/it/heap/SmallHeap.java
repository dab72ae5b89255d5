package org.tidemark.it.heap;

import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.tidemark.it.heap.Messages.company;
import static org.tidemark.it.heap.Messages.message;

import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.tidemark.it.Answer;
import org.tidemark.it.Caller;
import org.tidemark.it.server.SmallServer;

/** A server with a small heap, those who attack it, and one who is served meanwhile. */
final class SmallHeap implements AutoCloseable {

    static final int AT_ONCE = 24;

    private static final String HEAP = "-Xmx256m";

    /** What a test may leave behind: caches that fill, classes that are loaded late, pools that stay. In mebibytes. */
    private static final long SLACK = 72;

    final SmallServer server;
    final Caller alice;
    final Caller bob;
    final List<Socket> sockets = new ArrayList<>();
    private long before;

    SmallHeap() throws Exception {
        server = SmallServer.start(
                HEAP,
                "-XX:+UseSerialGC",
                "-XX:SoftRefLRUPolicyMSPerMB=0",
                "-Dtidemark.ranges.mebibytes=8",
                "-Dtidemark.conflicts.replica=30",
                "-Dtidemark.conflicts.user=50");
        alice = new Caller(server.base(), "alice", "alice");
        bob = new Caller(server.base(), "bob", "bob");
    }

    /** What the heap holds before the first attack. */
    void measure() throws Exception {
        othersAreServed();
        before = server.heapInUse();
    }

    /** Whatever it was, afterwards the server is what it was before. */
    void assertAsBefore() throws Exception {
        for (Socket socket : sockets) {
            socket.close();
        }
        sockets.clear();
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

    void othersAreServed() {
        bob.get("/api").ok();
        bob.post("/api/sync", message("added", company("short"))).ok();
    }

    /** Does it so often, some at a time, while others are served; gives what came of it. */
    Set<Integer> atOnce(int times, Callable<Integer> call) throws Exception {
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
    static int said(Answer answer) {
        if (answer.status() == 429 || answer.status() == 503) {
            answer.problem(answer.status(), "busy");
            assertTrue(Integer.parseInt(answer.header("Retry-After")) > 0, answer::text);
        }
        return answer.status();
    }

    void raw(String request, String user, String headers, String body) throws IOException {
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

    @Override
    public void close() throws InterruptedException {
        server.close();
    }
}
