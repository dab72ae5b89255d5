package org.tidemark.it.estate;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import jakarta.json.Json;
import jakarta.json.JsonArray;
import jakarta.json.JsonObject;
import jakarta.json.JsonString;
import jakarta.json.JsonValue;
import java.io.StringReader;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;
import java.util.function.BooleanSupplier;
import org.tidemark.it.Answer;
import org.tidemark.it.Caller;

/** A replica without a browser: what one user's device knows, and what it sends. */
final class Device {

    private static final Duration PATIENCE = Duration.ofMinutes(1);

    private final Caller caller;
    private final UUID replica = UUID.randomUUID();
    private final Map<String, Map<String, JsonObject>> records = new HashMap<>();
    private final Map<String, String> scopes = new HashMap<>();
    private JsonValue cursor = JsonValue.NULL;
    private int pushes;

    Device(Caller caller) {
        this.caller = caller;
    }

    String cursor() {
        return ((JsonString) cursor).getString();
    }

    /** What it receives next begins behind another cursor. */
    void continueFrom(String other) {
        cursor = Json.createValue(other);
    }

    /** Receives everything that is new. */
    Device pull() {
        pull(100);
        return this;
    }

    /** The same, by pages of so many records; returns how many pages there were. */
    int pull(int page) {
        int pages = 0;
        for (boolean more = true; more; pages++) {
            JsonObject pulled = send(Json.createObjectBuilder()
                            .add(
                                    "pull",
                                    Json.createObjectBuilder()
                                            .add("cursor", cursor)
                                            .add("page", page))
                            .build())
                    .getJsonObject("pull");
            for (JsonObject scope : pulled.getJsonArray("scopes").getValuesAs(JsonObject.class)) {
                if (scope.containsKey("changes")) {
                    scope.getJsonObject("changes")
                            .forEach((name, changes) -> take(scope.getString("scope"), name, changes.asJsonObject()));
                }
            }
            cursor = pulled.get("cursor");
            more = pulled.getBoolean("more");
        }
        return pages;
    }

    /** Receives until this is so, for what happens in the background. */
    void pullUntil(BooleanSupplier done) {
        Instant deadline = Instant.now().plus(PATIENCE);
        while (!done.getAsBoolean()) {
            assertTrue(Instant.now().isBefore(deadline), "it did not happen within " + PATIENCE);
            pull();
        }
    }

    /** The order of this number as it is now, or null. */
    JsonObject order(String number) {
        return pull().find("orders", "number", number);
    }

    static long version(JsonObject record) {
        return record.getJsonNumber("version").longValueExact();
    }

    /** What has left a scope after it arrived in another one stays. */
    private void take(String scope, String collection, JsonObject changes) {
        Map<String, JsonObject> known = records.computeIfAbsent(collection, c -> new LinkedHashMap<>());
        list(changes, "removed").getValuesAs(JsonString.class).forEach(id -> {
            if (scopes.remove(id.getString(), scope)) {
                known.remove(id.getString());
            }
        });
        list(changes, "upserted").getValuesAs(JsonObject.class).forEach(r -> {
            known.put(r.getString("id"), r);
            scopes.put(r.getString("id"), scope);
        });
    }

    private static JsonArray list(JsonObject object, String name) {
        return object.containsKey(name) ? object.getJsonArray(name) : JsonValue.EMPTY_JSON_ARRAY;
    }

    /** The record whose field has this value, or null. */
    JsonObject find(String collection, String field, String value) {
        return records.getOrDefault(collection, Map.of()).values().stream()
                .filter(r -> r.getJsonObject("fields").get(field).equals(Json.createValue(value)))
                .findFirst()
                .orElse(null);
    }

    /** How many records have this value in this field. */
    long count(String collection, String field, String value) {
        return records.getOrDefault(collection, Map.of()).values().stream()
                .filter(r -> r.getJsonObject("fields").get(field).equals(Json.createValue(value)))
                .count();
    }

    /** Everything that it has of a collection, by id. */
    Map<String, JsonObject> all(String collection) {
        return records.getOrDefault(collection, Map.of());
    }

    JsonObject get(String collection, String id) {
        return records.getOrDefault(collection, Map.of()).get(id);
    }

    /** Pushes changes, written with single quotes: {@code {'orders': {'modified': […]}}}. */
    JsonObject push(String changes) {
        JsonObject push = Json.createObjectBuilder()
                .add("number", ++pushes)
                .add("changes", json(changes))
                .build();
        return send(Json.createObjectBuilder().add("push", push).build()).getJsonObject("push");
    }

    /** Pushes changes with resolutions. */
    JsonObject push(String changes, String resolutions) {
        JsonObject push = Json.createObjectBuilder()
                .add("number", ++pushes)
                .add("changes", json(changes))
                .add("resolutions", json("{'all': %s}".formatted(resolutions)).getJsonArray("all"))
                .build();
        return send(Json.createObjectBuilder().add("push", push).build()).getJsonObject("push");
    }

    /** Changes one field of a record that the device knows. */
    JsonObject modify(String collection, JsonObject record, String field, String value) {
        JsonValue before = record.getJsonObject("fields").get(field);
        return push("{'%s': {'modified': [{'id': '%s', 'version': %s, 'fields': {'%s': '%s'}, 'base': {'%s': %s}}]}}"
                .formatted(collection, record.getString("id"), record.get("version"), field, value, field, before));
    }

    JsonObject delete(String collection, JsonObject record) {
        return push("{'%s': {'deleted': [{'id': '%s', 'version': %s}]}}"
                .formatted(collection, record.getString("id"), record.get("version")));
    }

    private JsonObject send(JsonObject message) {
        Answer answer = caller.post(
                "/api/sync",
                Json.createObjectBuilder(message)
                        .add("replica", replica.toString())
                        .build());
        assertEquals(200, answer.status(), answer.text());
        return answer.json();
    }

    static JsonObject json(String text) {
        try (var reader = Json.createReader(new StringReader(text.replace('\'', '"')))) {
            return reader.readObject();
        }
    }
}
