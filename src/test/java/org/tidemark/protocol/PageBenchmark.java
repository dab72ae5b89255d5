package org.tidemark.protocol;

import jakarta.json.JsonObject;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.IntStream;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.tidemark.bench.load.Companies;
import org.tidemark.json.JsonWriter;

/** What it costs to write a page of 1,000 companies into the bytes that travel, unpacked, their values at hand. */
@State(Scope.Benchmark)
public class PageBenchmark {

    private static final int RECORDS = 1_000;

    private final UUID epoch = UUID.randomUUID();
    private final Instant now = Instant.now();
    private final List<UUID> ids =
            IntStream.range(0, RECORDS).mapToObj(Companies::id).toList();
    private final List<JsonObject> fields =
            IntStream.range(0, RECORDS).mapToObj(Companies::fields).toList();

    @Benchmark
    public byte[] write() {
        var scope = new PullResult.Scope("emea");
        for (int i = 0; i < RECORDS; i++) {
            int record = i;
            scope.upserted("companies", json -> write(record, json));
        }
        return new SyncAnswer(now, epoch, null, new PullResult("cursor", true, List.of(scope), List.of(), Map.of()))
                .toJson()
                .toByteArray();
    }

    private void write(int record, JsonWriter json) {
        json.object()
                .name("id")
                .value(ids.get(record).toString())
                .name("version")
                .value((long) record);
        json.name("modifiedAt").value(now.toString()).name("modifiedBy").value("alice");
        json.name("fields").value(fields.get(record)).endObject();
    }
}
