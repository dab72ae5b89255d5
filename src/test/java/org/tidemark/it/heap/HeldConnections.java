package org.tidemark.it.heap;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.tidemark.it.heap.Messages.company;
import static org.tidemark.it.heap.Messages.message;
import static org.tidemark.it.heap.Messages.pull;
import static org.tidemark.it.heap.SmallHeap.said;

import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.tidemark.it.Answer;
import org.tidemark.it.server.RawAnswer;

/** Connections on which nothing comes, or from which nobody reads. */
interface HeldConnections {

    SmallHeap heap();

    @Test
    @Order(5)
    default void heads_of_event_streams() throws Exception {
        assertEquals(Set.of(405), heap().atOnce(400, () -> heap().alice
                .send("HEAD", "/api/events", new byte[0])
                .status()));
    }

    @Test
    @Order(6)
    default void event_streams_of_which_nobody_reads_more_than_the_beginning() throws Exception {
        for (int i = 0; i < 150; i++) {
            heap().raw("GET /api/events HTTP/1.1", "alice", "Accept: text/event-stream\r\n", "");
        }
        int refused = 0;
        for (Socket socket : heap().sockets) {
            String status = new String(socket.getInputStream().readNBytes(12), StandardCharsets.US_ASCII);
            refused += status.equals("HTTP/1.1 429") ? 1 : 0;
        }
        assertEquals(50, refused, "of 150, where a user may have 100");
        for (int i = 0; i < 50; i++) {
            heap().bob.post("/api/sync", message("added", company("news"))).ok();
        }
    }

    @Test
    @Order(7)
    default void bodies_that_do_not_come() throws Exception {
        String part = "x".repeat(500_000);
        for (int i = 0; i < 220; i++) {
            heap().raw(
                            "POST /sign-in HTTP/1.1",
                            null,
                            "Content-Type: application/json\r\nContent-Length: 900\r\n",
                            "{\"us");
            heap().raw(
                            "POST /api/sync HTTP/1.1",
                            "alice",
                            "Content-Type: application/json\r\nContent-Length: 4000000\r\n",
                            "");
        }
        for (int i = 1; i < 100; i += 2) {
            try {
                heap().sockets.get(i).getOutputStream().write(part.getBytes(StandardCharsets.US_ASCII));
            } catch (IOException ended) {
                // as documented, for all but the first few
            }
        }
        String last = RawAnswer.read(heap().sockets.get(heap().sockets.size() - 1));
        assertTrue(last.startsWith("HTTP/1.1 429"), last);
    }

    @Test
    @Order(12)
    default void pages_of_large_records_that_nobody_reads() throws Exception {
        String pull = pull(null).toString();
        for (int i = 0; i < 40; i++) {
            heap().raw(
                            "POST /api/sync HTTP/1.1",
                            "alice",
                            "Content-Type: application/json\r\nContent-Length: " + pull.length() + "\r\n",
                            pull);
        }
        heap().othersAreServed();
        Answer page = heap().alice.post("/api/sync", pull);
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
        while (page.status() != 200) {
            said(page);
            assertTrue(System.nanoTime() < end, "what was closed is not given back");
            if (!heap().sockets.isEmpty()) {
                heap().sockets.remove(0).close();
            }
            TimeUnit.MILLISECONDS.sleep(100);
            page = heap().alice.post("/api/sync", pull);
        }
        int size = page.body().length;
        assertTrue(size < 8_000_000, size + " bytes");
    }
}
