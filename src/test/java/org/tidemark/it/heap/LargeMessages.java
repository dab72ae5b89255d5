package org.tidemark.it.heap;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.tidemark.it.heap.Messages.company;
import static org.tidemark.it.heap.Messages.deletions;
import static org.tidemark.it.heap.Messages.message;
import static org.tidemark.it.heap.Messages.pull;
import static org.tidemark.it.heap.Messages.rejected;
import static org.tidemark.it.heap.SmallHeap.said;

import jakarta.json.Json;
import jakarta.json.JsonObject;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.tidemark.it.Answer;

/** Messages that are large, or become large here, each by many at once. */
interface LargeMessages {

    SmallHeap heap();

    @Test
    @Order(1)
    default void long_names_that_each_rejection_would_repeat() throws Exception {
        String push = message("x".repeat(100_000), "deleted", deletions());
        Set<Integer> said = heap().atOnce(40, () -> said(heap().alice.post("/api/sync", push)));
        assertTrue(Set.of(400, 429, 503).containsAll(said), said::toString);
        heap().alice.post("/api/sync", push).problem(400, "malformed-message");
    }

    @Test
    @Order(2)
    default void conflicts_of_megabytes_about_records_that_nobody_knows() throws Exception {
        Set<Integer> said = heap().atOnce(16, () -> {
            Answer answer = heap().alice.post("/api/sync", message("modified", company("x".repeat(4_000_000))));
            if (answer.status() == 200) {
                assertEquals("invalid", rejected(answer).get(0).getString("reason"));
            }
            return said(answer);
        });
        assertTrue(Set.of(200, 408, 429, 503).containsAll(said), said::toString);
    }

    @Test
    @Order(3)
    default void more_conflicts_than_anybody_decides() {
        var records = Json.createArrayBuilder();
        for (int i = 0; i < 40; i++) {
            records.add(company("n".repeat(4_000)).add("version", 1));
        }
        Answer ofReplica = heap().alice
                .post("/api/sync", message("companies", "modified", records))
                .ok();
        rejected(ofReplica).forEach(one -> assertEquals("limit", one.getString("reason")));
        assertEquals(10, rejected(ofReplica).size(), "those beyond the quota of the replica");
        int rejected = 0;
        for (int i = 0; i < 100; i++) {
            Answer answer = heap().alice
                    .post("/api/sync", message("modified", company("n".repeat(4_000))))
                    .ok();
            for (JsonObject one : rejected(answer)) {
                assertEquals("limit", one.getString("reason"));
                rejected += 1;
            }
        }
        assertEquals(80, rejected, "those beyond the quota of the user");
        assertEquals(
                50,
                heap().alice
                        .get("/api/conflicts?limit=1000")
                        .ok()
                        .json()
                        .getJsonArray("conflicts")
                        .size());
    }

    @Test
    @Order(4)
    default void lists_of_conflicts_by_many_at_once() throws Exception {
        Set<Integer> said = heap().atOnce(80, () -> said(heap().alice.get("/api/conflicts?limit=1000")));
        assertTrue(Set.of(200, 429, 503).containsAll(said), said::toString);
    }

    @Test
    @Order(8)
    default void large_cursors() throws Exception {
        String cursor = Base64.getUrlEncoder().withoutPadding().encodeToString(new byte[700_000]);
        Set<Integer> said = heap().atOnce(
                        40,
                        () -> said(heap().alice.post("/api/sync", pull(cursor).toString())));
        assertTrue(Set.of(200, 400, 429, 503).containsAll(said), said::toString);
        heap().alice.post("/api/sync", pull(cursor + cursor).toString()).problem(400, "malformed-message");
    }

    @Test
    @Order(9)
    default void values_that_take_two_bytes_here_and_a_hundred_there() throws Exception {
        String dense = "{\"push\":[" + "{},".repeat(1_300_000) + "{}]}";
        Set<Integer> said =
                heap().atOnce(SmallHeap.AT_ONCE, () -> said(heap().alice.post("/api/sync", dense)));
        assertTrue(Set.of(408, 413, 429, 503).containsAll(said), said::toString);
        heap().alice.post("/api/sync", dense).problem(413, "too-large");
    }

    @Test
    @Order(10)
    default void a_few_bytes_that_unpack_to_megabytes() throws Exception {
        var packed = new ByteArrayOutputStream();
        try (var gzip = new GZIPOutputStream(packed)) {
            gzip.write(" ".repeat(4_000_000).getBytes(StandardCharsets.US_ASCII));
        }
        Set<Integer> said = heap().atOnce(
                        100,
                        () -> said(heap().alice
                                .send(
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
    default void large_pushes_by_many_at_once() throws Exception {
        String notes = "n".repeat(3_500);
        Set<Integer> said = heap().atOnce(10, () -> {
            var rows = Json.createArrayBuilder();
            for (int i = 0; i < 1_000; i++) {
                rows.add(company(notes));
            }
            String push = message("companies", "added", rows);
            Answer answer = heap().alice.post("/api/sync", push);
            boolean waited = false;
            while (answer.status() != 200) {
                waited = true;
                said(answer);
                TimeUnit.MILLISECONDS.sleep(200);
                answer = heap().alice.post("/api/sync", push);
            }
            assertEquals(
                    1_000,
                    answer.json().getJsonObject("push").getJsonArray("applied").size());
            return waited ? 429 : 200;
        });
        assertEquals(Set.of(200, 429), said);
    }
}
