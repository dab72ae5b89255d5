package org.tidemark.it.heap;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.tidemark.it.heap.SmallHeap.said;

import java.io.IOException;
import java.nio.file.Files;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.tidemark.it.Answer;
import org.tidemark.it.Caller;

/**
 * What one caller can do to stop a server, in short form, against one with a small heap: each attack ends with the
 * documented refusal, the heap holds no more after it than before, and somebody else is served meanwhile. In one
 * process, which would end out of memory.
 */
@EnabledIfSystemProperty(named = "tidemark.it.database", matches = "h2")
@EnabledIfSystemProperty(named = "arquillian.launch", matches = "payara")
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class SmallHeapIT implements AnswersOverTls, LargeMessages, HeldConnections {

    private static SmallHeap heap;

    @BeforeAll
    static void start() throws Exception {
        heap = new SmallHeap();
        heap.measure();
    }

    @Override
    public SmallHeap heap() {
        return heap;
    }

    /** Whatever it was, afterwards the server is what it was before. */
    @AfterEach
    void everythingIsAsBefore() throws Exception {
        heap.assertAsBefore();
    }

    @AfterAll
    static void stop() throws Exception {
        if (heap != null) {
            heap.close();
        }
    }

    @Test
    @Order(13)
    void guesses_of_passwords() throws Exception {
        Set<Integer> said = heap.atOnce(60, () -> new Caller(heap.server.base(), "dave", "wrong")
                .get("/api")
                .status());
        assertEquals(Set.of(401, 429), said);
        Answer braked = new Caller(heap.server.base(), "dave", "wrong").get("/api");
        braked.problem(429, "busy");
        assertTrue(Integer.parseInt(braked.header("Retry-After")) > 0);
    }

    @Test
    @Order(14)
    void the_log_stays_small() throws IOException {
        long size = Files.size(heap.server.log());
        assertTrue(size < 1_000_000, size + " bytes");
    }
}
