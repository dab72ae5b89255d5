package org.tidemark.sync.pull;

import static org.junit.jupiter.api.Assertions.assertTrue;

import jakarta.json.JsonObject;
import jakarta.json.JsonString;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.tidemark.protocol.PullResult;
import org.tidemark.protocol.SyncAnswer;
import org.tidemark.sync.Estate;
import org.tidemark.sync.access.CallerRights;

/**
 * A replica that has nothing reads a collection of an {@link Estate}, page by page, and keeps them as a client does.
 */
public final class PassReader {

    private final Estate estate;
    private final RangeCache ranges;
    private final Supplier<Set<String>> readable;
    private final String collection;
    private final PullState replica;
    private final int page;
    private final Map<String, Held> held = new LinkedHashMap<>();
    private PullCursor cursor;

    private record Held(String scope, JsonObject record) {}

    public PassReader(Estate estate, RangeCache ranges, UUID epoch, int page) {
        this(estate, ranges, epoch, page, "machines", Set.of("red", "blue"));
    }

    public PassReader(Estate estate, RangeCache ranges, UUID epoch, int page, String collection, Set<String> readable) {
        this(estate, ranges, epoch, page, collection, () -> readable);
    }

    public PassReader(
            Estate estate, RangeCache ranges, UUID epoch, int page, String collection, Supplier<Set<String>> readable) {
        this.estate = estate;
        this.collection = collection;
        this.readable = readable;
        this.ranges = ranges;
        this.page = page;
        replica = new PullState(UUID.randomUUID(), null, null, epoch, 0, 0);
        cursor = PullCursor.start(epoch, Estate.CALLER.user());
    }

    /** Returns whether there is more. */
    public boolean readPage() {
        CallerRights rights = estate.rights(caller -> readable.get());
        PullResult result = estate.page(rights, ranges, replica, cursor, page);
        byte[] answer = new SyncAnswer(Instant.now(), replica.epoch(), null, result)
                .toJson()
                .toByteArray();
        int records = Estate.json(new String(answer, StandardCharsets.UTF_8))
                .getJsonObject("pull")
                .getJsonArray("scopes")
                .getValuesAs(JsonObject.class)
                .stream()
                .mapToInt(this::take)
                .sum();
        assertTrue(records <= page, () -> records + " records in a page of " + page);
        cursor = PullCursor.read(result.cursor(), replica.epoch(), Estate.CALLER.user());
        return result.more();
    }

    /** How many records its pulls have left out. */
    int leftOut() {
        return cursor.left().size();
    }

    /** Whether its pulls have left nothing out. */
    public boolean isWhole() {
        return cursor.left().isEmpty();
    }

    private int take(JsonObject scope) {
        String name = scope.getString("scope");
        if (scope.getBoolean("dropped", false)) {
            held.values().removeIf(one -> one.scope.equals(name));
        }
        JsonObject changes = scope.getJsonObject("changes");
        JsonObject machines = changes == null ? null : changes.getJsonObject(collection);
        if (machines == null) {
            return 0;
        }
        int count = 0;
        if (machines.containsKey("upserted")) {
            for (JsonObject record : machines.getJsonArray("upserted").getValuesAs(JsonObject.class)) {
                held.remove(record.getString("id"));
                held.put(record.getString("id"), new Held(name, record));
                count++;
            }
        }
        if (machines.containsKey("removed")) {
            for (JsonString id : machines.getJsonArray("removed").getValuesAs(JsonString.class)) {
                held.computeIfPresent(id.getString(), (gone, was) -> was.scope.equals(name) ? null : was);
                count++;
            }
        }
        return count;
    }

    /** Of what it holds. */
    public Set<String> scopes() {
        return held.values().stream().map(Held::scope).collect(Collectors.toSet());
    }

    /** By id, in the order in which they came. */
    public Map<String, JsonObject> records() {
        return held.entrySet().stream()
                .collect(Collectors.toMap(
                        Map.Entry::getKey, one -> one.getValue().record, (a, b) -> b, LinkedHashMap::new));
    }
}
