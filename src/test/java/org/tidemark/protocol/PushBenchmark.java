package org.tidemark.protocol;

import jakarta.json.Json;
import jakarta.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.util.UUID;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.tidemark.bench.load.Companies;

/** What it costs to read a push of 1,000 edited companies from its bytes, digest included. */
@State(Scope.Benchmark)
public class PushBenchmark {

    private static final int EDITS = 1_000;

    private final byte[] body = body();

    @Benchmark
    public SyncRequest read() {
        return SyncRequest.read(StrictJson.object(body), Limits.DEFAULT);
    }

    private static byte[] body() {
        var edits = Json.createArrayBuilder();
        for (int i = 0; i < EDITS; i++) {
            JsonObject before = Companies.fields(i);
            edits.add(Json.createObjectBuilder()
                    .add("id", Companies.id(i).toString())
                    .add("version", 1 + i)
                    .add("fields", Json.createObjectBuilder(before).add("phone", Companies.phone(1, i)))
                    .add("base", Json.createObjectBuilder().add("phone", before.get("phone"))));
        }
        var changes = Json.createObjectBuilder()
                .add("companies", Json.createObjectBuilder().add("modified", edits));
        return Json.createObjectBuilder()
                .add("replica", UUID.randomUUID().toString())
                .add("push", Json.createObjectBuilder().add("number", 1).add("changes", changes))
                .build()
                .toString()
                .getBytes(StandardCharsets.UTF_8);
    }
}
