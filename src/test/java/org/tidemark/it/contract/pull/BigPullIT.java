package org.tidemark.it.contract.pull;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.tidemark.it.contract.Changes.changes;

import jakarta.json.JsonObject;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.tidemark.it.contract.Body;
import org.tidemark.it.contract.Changes;
import org.tidemark.it.contract.ContractTest;
import org.tidemark.it.contract.Fields;
import org.tidemark.it.contract.Outcomes;
import org.tidemark.it.contract.Replica;
import org.tidemark.it.contract.Row;
import org.tidemark.it.contract.Sample;
import org.tidemark.it.contract.User;

/** Twenty thousand records, pushed by the thousand and paged back: none missing, none twice. */
@ContractTest
class BigPullIT {

    private static final int CHUNK = 1000;
    private static final int CHUNKS = 20;

    /** In a region that only a steward reads, and removed at the end: other tests shall not carry this weight. */
    private final Replica carol = Replica.of(User.CAROL);

    private final Map<Row, Long> versions = new HashMap<>();

    @Test
    void twenty_thousand_records_arrive_once_each_by_pages() {
        for (int chunk = 0; chunk < CHUNKS; chunk++) {
            List<Row> rows =
                    Stream.generate(() -> Sample.company("amer")).limit(CHUNK).toList();
            Outcomes outcomes = carol.push(changes().addAll(rows));
            assertEquals(CHUNK, outcomes.count("applied"));
            Map<String, Long> applied = new HashMap<>();
            for (JsonObject one : Body.objects(outcomes.push(), "applied")) {
                applied.put(one.getString("id"), Body.version(one));
            }
            rows.forEach(row -> versions.put(row, applied.get(row.id())));
        }

        Replica reader = Replica.of(User.CAROL);
        List<JsonObject> pages = reader.pull(1500);

        Map<String, Integer> seen = new HashMap<>();
        for (JsonObject page : pages) {
            assertTrue(PullIT.records(page) <= 1500, () -> PullIT.records(page) + " records in a page of 1500");
            for (JsonObject scope : Body.objects(page, "scopes")) {
                if (scope.containsKey("changes")
                        && scope.getJsonObject("changes").containsKey("companies")) {
                    Body.objects(scope.getJsonObject("changes").getJsonObject("companies"), "upserted")
                            .forEach(record -> seen.merge(record.getString("id"), 1, Integer::sum));
                }
            }
        }
        versions.forEach((row, version) -> {
            assertEquals(1, seen.getOrDefault(row.id(), 0), () -> "times that " + row.id() + " arrived");
            assertEquals(version, reader.held(row).version());
        });
        Row any = versions.keySet().iterator().next();
        Fields.assertSame(any, reader.held(any));

        // Who comes later is sent what the first one was, but for what has changed since.
        Row edited = any.with("phone", "+1 555 0100");
        Row deleted = changeOneAndDeleteAnother(any, edited);
        Replica later = Replica.of(User.CAROL);
        later.pull();
        versions.forEach((row, version) -> assertEquals(version, later.held(row).version()));
        Fields.assertSame(edited, later.held(any));
        assertTrue(later.find(deleted).isEmpty());
    }

    private Row changeOneAndDeleteAnother(Row any, Row edited) {
        Row another =
                versions.keySet().stream().filter(row -> row != any).findFirst().orElseThrow();
        long edit = carol.modify(any, versions.get(any), edited);
        versions.put(any, edit);
        carol.delete(another, versions.remove(another));
        return another;
    }

    @AfterEach
    void remove() {
        List<Map.Entry<Row, Long>> left = new ArrayList<>(versions.entrySet());
        for (int from = 0; from < left.size(); from += CHUNK) {
            Changes deletes = changes();
            left.subList(from, Math.min(from + CHUNK, left.size()))
                    .forEach(entry -> deletes.delete(entry.getKey(), entry.getValue()));
            assertEquals(deletes.size(), carol.push(deletes).count("applied"));
        }
    }
}
