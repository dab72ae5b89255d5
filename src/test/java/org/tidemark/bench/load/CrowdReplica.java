package org.tidemark.bench.load;

import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import jakarta.json.JsonValue;
import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;
import org.tidemark.bench.Tidemark;
import org.tidemark.bench.report.Stopwatch;
import org.tidemark.json.Json;

/** One of many replicas. It knows the version of each company and nothing else of it. One thread at a time. */
final class CrowdReplica {

    /** How many edits are made to a record that somebody else has changed since the replica last looked. */
    private static final double STALE = 0.05;

    private static final int PAGE = 5_000;

    private final String id = UUID.randomUUID().toString();
    private final Http http;
    private final Ledger ledger;
    private final Zipf zipf;
    private final long[] versions;
    private String cursor;
    private long number;
    /** The conflict that stops it until it is resolved, or null. */
    private JsonObject conflict;

    CrowdReplica(Http http, Ledger ledger, Zipf zipf, String cursor) {
        this.http = http;
        this.ledger = ledger;
        this.zipf = zipf;
        this.cursor = cursor;
        this.versions = new long[ledger.companies()];
        for (int i = 0; i < versions.length; i++) {
            versions[i] = i + 1;
        }
    }

    String id() {
        return id;
    }

    static String readAll(Http http) {
        String id = UUID.randomUUID().toString();
        JsonObject pull = null;
        do {
            var asked = Json.createObjectBuilder()
                    .add("replica", id)
                    .add("pull", pull(pull == null ? null : pull.getString("cursor")));
            pull = Tidemark.read(http.post("/api/sync", asked.build().toString()))
                    .getJsonObject("pull");
        } while (pull.getBoolean("more"));
        return pull.getString("cursor");
    }

    /** @param due when it should have woken, so that what it had to wait for a thread counts too */
    synchronized void wake(long due, boolean toEdit) {
        if (conflict != null) {
            resolve(due);
        } else if (toEdit && ThreadLocalRandom.current().nextDouble() < STALE) {
            edit(due, changedElsewhere());
        } else {
            sync(due, null);
            if (toEdit) {
                edit(System.nanoTime(), zipf.choose());
            }
        }
    }

    /** A company that has changed since this replica last looked; any, if there seems to be none. */
    private int changedElsewhere() {
        int company = zipf.choose();
        for (int i = 0; i < 50 && ledger.version(company) <= versions[company]; i++) {
            company = zipf.choose();
        }
        return company;
    }

    private void edit(long due, int company) {
        String token = ledger.newToken();
        sync(due, push(company, versions[company], token, null));
    }

    private void resolve(long due) {
        var resolution = Json.createObjectBuilder().add("conflict", conflict.getString("id"));
        long version = conflict.getJsonObject("server").getJsonNumber("version").longValueExact();
        int company = ledger.company(conflict.getString("record"));
        conflict = null;
        if (ThreadLocalRandom.current().nextBoolean()) {
            sync(due, push(company, version, ledger.newToken(), resolution.add("outcome", "client")));
        } else {
            sync(due, push(-1, 0, null, resolution.add("outcome", "server")));
        }
    }

    /** What a push says, and what has to be remembered of it. */
    private record Pushed(JsonObjectBuilder json, int company, long base, String token) {}

    private Pushed push(int company, long base, String token, JsonObjectBuilder resolution) {
        var changes = Json.createObjectBuilder();
        if (token != null) {
            JsonObject fields = Companies.fields(company);
            changes.add(
                    "companies",
                    Json.createObjectBuilder()
                            .add(
                                    "modified",
                                    Json.createArrayBuilder()
                                            .add(Json.createObjectBuilder()
                                                    .add(
                                                            "id",
                                                            Companies.id(company)
                                                                    .toString())
                                                    .add("version", base)
                                                    .add(
                                                            "fields",
                                                            Json.createObjectBuilder(fields)
                                                                    .add("phone", token))
                                                    .add(
                                                            "base",
                                                            Json.createObjectBuilder()
                                                                    .add("phone", fields.getString("phone"))))));
        }
        var json = Json.createObjectBuilder().add("number", ++number).add("changes", changes);
        if (resolution != null) {
            json.add("resolutions", Json.createArrayBuilder().add(resolution));
        }
        return new Pushed(json, company, base, token);
    }

    private void sync(long due, Pushed pushed) {
        boolean more = true;
        for (boolean first = true; more; first = false) {
            var body = Json.createObjectBuilder().add("replica", id).add("pull", pull(cursor));
            if (first && pushed != null) {
                body.add("push", pushed.json());
            }
            JsonObject answer =
                    Tidemark.read(http.post("/api/sync", body.build().toString()));
            if (first) {
                ledger.synced(Stopwatch.millis(due));
            }
            if (first && pushed != null && pushed.token() != null) {
                take(pushed, answer.getJsonObject("push"));
            }
            take(answer.getJsonObject("pull"));
            more = answer.getJsonObject("pull").getBoolean("more");
        }
    }

    private void take(Pushed pushed, JsonObject answer) {
        if (!answer.getJsonArray("applied").isEmpty()) {
            long version = answer.getJsonArray("applied")
                    .getJsonObject(0)
                    .getJsonNumber("version")
                    .longValueExact();
            versions[pushed.company()] = version;
            ledger.applied(pushed.company(), pushed.base(), version, pushed.token());
        } else if (!answer.getJsonArray("conflicts").isEmpty()) {
            conflict = answer.getJsonArray("conflicts").getJsonObject(0);
            ledger.conflict(conflict.getString("id"), pushed.token());
        } else {
            throw new IllegalStateException("refused: " + answer);
        }
    }

    private void take(JsonObject pull) {
        cursor = pull.getString("cursor");
        for (JsonValue scope : pull.getJsonArray("scopes")) {
            JsonObject companies = scope.asJsonObject().getJsonObject("changes").getJsonObject("companies");
            if (companies != null && companies.containsKey("upserted")) {
                for (JsonValue record : companies.getJsonArray("upserted")) {
                    int company = ledger.company(record.asJsonObject().getString("id"));
                    versions[company] =
                            record.asJsonObject().getJsonNumber("version").longValueExact();
                }
            }
        }
    }

    private static JsonObjectBuilder pull(String cursor) {
        var pull = Json.createObjectBuilder().add("page", PAGE);
        return cursor == null ? pull.addNull("cursor") : pull.add("cursor", cursor);
    }
}
