package org.tidemark.it.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import jakarta.json.JsonObject;
import jakarta.json.JsonString;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.tidemark.it.Answer;

/**
 * A replica in miniature: it numbers its pushes, keeps its cursor and holds what the pulls brought, by the rules of
 * docs/protocol.md and without any cleverness that could hide a defect of the server. Not threadsafe.
 */
public final class Replica {

    /** A record held, with the scope that last brought it: only that scope may remove it again. */
    public record Held(String scope, Row row, long version, String modifiedBy) {}

    public static final int PAGE = 5000;

    private static final Set<Integer> BUSY = Set.of(408, 429, 503);

    /** By user, where the last one stood. */
    private static final Map<String, String> ABREAST = new ConcurrentHashMap<>();

    private final User user;
    private final String id;
    private final Map<String, Held> records = new LinkedHashMap<>();
    private final Map<String, Set<String>> arrivedSinceReset = new LinkedHashMap<>();
    private final List<JsonObject> settled = new ArrayList<>();
    private long number;
    private String cursor;

    private Replica(User user, String id) {
        this.user = user;
        this.id = id;
    }

    public static Replica of(User user) {
        return new Replica(user, Sample.id());
    }

    /**
     * A replica that has read all there is, but holds only what changes from now on: the tests of a whole run share the
     * scopes, and to read all of them anew for each test would take most of its time.
     */
    public static Replica abreast(User user) {
        Replica replica = of(user);
        replica.cursor = ABREAST.get(user.name());
        replica.pull();
        replica.records.clear();
        ABREAST.put(user.name(), replica.cursor);
        return replica;
    }

    /** After a restore, cursors from before are worth nothing. */
    public static void forgetAbreast() {
        ABREAST.clear();
    }

    public String id() {
        return id;
    }

    public String cursor() {
        return cursor;
    }

    public Replica cursor(String other) {
        cursor = other;
        return this;
    }

    User user() {
        return user;
    }

    /** The number that the next push will carry. */
    public long nextNumber() {
        return number + 1;
    }

    public JsonObject message(JsonObject push) {
        return Body.object("replica", id, "push", push);
    }

    public Answer send(JsonObject message) {
        return user.post("/api/sync", message);
    }

    /** What the server says in the end, if it says that it is busy. */
    private Answer comeAgain(JsonObject message, Answer first) {
        Answer answer = first;
        for (int tries = 0; tries < 20 && BUSY.contains(answer.status()); tries++) {
            answer = send(message);
        }
        return answer;
    }

    /** Sends the next push and expects an answer that decides every change, and no other. */
    public Outcomes push(Changes changes) {
        long mine = ++number;
        JsonObject message = message(changes.push(mine));
        Answer first = send(message);
        JsonObject answer = comeAgain(message, first).ok().json();
        Outcomes outcomes = new Outcomes(answer.getJsonObject("push"));
        assertEquals(mine, outcomes.push().getJsonNumber("number").longValueExact());
        assertFalse(first.status() == 200 && outcomes.repeated(), "a new push is not a repeated one");
        int decided = outcomes.count("applied") + outcomes.count("conflicts") + outcomes.count("rejected");
        assertEquals(changes.size(), decided, () -> "every change ends in exactly one place: " + answer);
        return outcomes;
    }

    /** The push of a test's setting: the one record in it must be applied. */
    public long add(Row row) {
        return push(Changes.changes().add(row)).applied(row);
    }

    public long modify(Row before, long version, Row after) {
        return push(Changes.changes().modify(before, version, after)).applied(after);
    }

    public void delete(Row row, long version) {
        push(Changes.changes().delete(row, version)).gone(row);
    }

    public Replica pull() {
        pull(PAGE);
        return this;
    }

    /** Pulls until the server says that there is no more; gives the pages as they came. */
    public List<JsonObject> pull(int page) {
        List<JsonObject> pages = new ArrayList<>();
        boolean more = true;
        while (more) {
            JsonObject pull = pullPage(page);
            pages.add(pull);
            more = pull.getBoolean("more");
            assertTrue(pages.size() < 1000, "the pull does not end");
        }
        return pages;
    }

    /** One page, taken over as a client must: changes, cursor, and at the end of a reset what did not come. */
    public JsonObject pullPage(int page) {
        JsonObject message = Body.object("replica", id, "pull", Body.object("cursor", cursor, "page", page));
        JsonObject pull = comeAgain(message, send(message)).ok().json().getJsonObject("pull");
        for (JsonObject scope : Body.objects(pull, "scopes")) {
            take(scope);
        }
        settled.addAll(Body.objects(pull, "settled"));
        cursor = pull.getString("cursor");
        if (!pull.getBoolean("more")) {
            arrivedSinceReset.forEach((scope, arrived) -> records.values()
                    .removeIf(held -> held.scope().equals(scope)
                            && !arrived.contains(held.row().id())));
            arrivedSinceReset.clear();
        }
        return pull;
    }

    private void take(JsonObject page) {
        String scope = page.getString("scope");
        if (page.getBoolean("dropped", false)) {
            records.values().removeIf(held -> held.scope().equals(scope));
            return;
        }
        if (page.getBoolean("reset", false)) {
            arrivedSinceReset.put(scope, new HashSet<>());
        }
        JsonObject changes = page.getJsonObject("changes");
        if (changes == null) {
            return;
        }
        for (String collection : changes.keySet()) {
            JsonObject change = changes.getJsonObject(collection);
            if (change.containsKey("removed")) {
                for (JsonString gone : change.getJsonArray("removed").getValuesAs(JsonString.class)) {
                    records.computeIfPresent(
                            gone.getString(), (any, held) -> held.scope().equals(scope) ? null : held);
                }
            }
            for (JsonObject record : Body.objects(change, "upserted")) {
                hold(scope, collection, record);
            }
        }
    }

    private void hold(String scope, String collection, JsonObject record) {
        Row row = new Row(collection, record.getString("id"), record.getJsonObject("fields"));
        Held before = records.get(row.id());
        long version = Body.version(record);
        if (before != null) {
            assertTrue(version >= before.version(), () -> "version of " + row.id() + " fell below " + before.version());
            assertTrue(
                    version > before.version() || row.equals(before.row()),
                    () -> "one number, two states: " + before + " and " + record);
        }
        records.put(row.id(), new Held(scope, row, version, record.getString("modifiedBy", null)));
        arrivedSinceReset.getOrDefault(scope, new HashSet<>()).add(row.id());
    }

    public Optional<Held> find(Row row) {
        return Optional.ofNullable(records.get(row.id()));
    }

    public Held held(Row row) {
        return find(row).orElseThrow(() -> new AssertionError(user.name() + " does not hold " + row));
    }

    long count(String collection, String scope) {
        return records.values().stream()
                .filter(held -> held.row().collection().equals(collection)
                        && held.scope().equals(scope))
                .count();
    }

    /** The settled conflicts that the pulls have brought so far. */
    public Optional<JsonObject> settled(String conflict) {
        return settled.stream()
                .filter(one -> one.getString("conflict").equals(conflict))
                .findFirst();
    }
}
