package org.tidemark.fuzz;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import jakarta.json.Json;
import jakarta.json.JsonObject;
import jakarta.json.JsonValue;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.LongAdder;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.tidemark.mapping.MergeRules;
import org.tidemark.mapping.SyncCollection;
import org.tidemark.mapping.field.FieldRules;
import org.tidemark.mapping.field.MalformedValueException;
import org.tidemark.protocol.Change;
import org.tidemark.protocol.Limits;
import org.tidemark.protocol.Refusal;
import org.tidemark.protocol.StrictJson;
import org.tidemark.protocol.SyncRequest;
import org.tidemark.spi.Merge;
import org.tidemark.sync.Estate;
import org.tidemark.sync.decide.ConflictDetector;
import org.tidemark.sync.decide.Decision;
import org.tidemark.sync.decide.ServerState;
import org.tidemark.sync.pull.CursorSeals;
import org.tidemark.sync.pull.PullCursor;

/**
 * Messages by chance through all that reads and decides them, without HTTP and without a database: what cannot be read
 * is refused with 400 or 413, and what can be read is decided without losing the server's edit.
 *
 * <p>{@code -Dtidemark.fuzz.cases=10000000 -Dtidemark.fuzz.seed=…} for a long run.
 */
public class FuzzTest {

    private static final long CASES = Long.getLong("tidemark.fuzz.cases", 10_000);
    private static final long SEED = Long.getLong("tidemark.fuzz.seed", 20261130L);
    private static final int SHOWN = 10;

    private static Estate estate;
    private static List<JsonObject> collections;

    private final Queue<String> wrong = new ConcurrentLinkedQueue<>();
    private final LongAdder read = new LongAdder();
    private final LongAdder decided = new LongAdder();

    @BeforeAll
    static void open() {
        estate = new Estate("hibernate");
        collections = estate.registry.all().stream()
                .map(collection -> collection.describe(Set.of(), false, FieldRules.NONE))
                .toList();
    }

    @AfterAll
    static void close() throws Exception {
        estate.close();
    }

    @Test
    void whatever_comes_is_read_or_refused_and_decided_without_a_loss() {
        LongStream.range(0, CASES).parallel().forEach(this::attempt);
        assertEquals("", String.join("\n\n", wrong), "seed " + SEED);
        assertTrue(read.sum() > CASES / 4, read + " of " + CASES + " could be read");
        assertTrue(decided.sum() > CASES / 4, decided + " changes were decided");
    }

    private void attempt(long number) {
        if (wrong.size() >= SHOWN) {
            return;
        }
        byte[] bytes = new Message(SEED + number, collections).bytes();
        try {
            SyncRequest request = SyncRequest.read(StrictJson.object(bytes), Limits.DEFAULT);
            read.increment();
            if (request.push() != null) {
                for (Change change : request.push().changes()) {
                    decide(change, number);
                }
            }
            if (request.pull() != null && request.pull().cursor() != null) {
                PullCursor.parse(CursorSeals.cursor(request.pull().cursor()));
            }
        } catch (Refusal refusal) {
            if (refusal.status() != 400 && refusal.status() != 413) {
                tell(number, bytes, refusal);
            }
            refusal.toJson();
        } catch (Exception | Error defect) {
            tell(number, bytes, defect);
        }
    }

    private void tell(long number, byte[] bytes, Throwable what) {
        String text = new String(bytes, StandardCharsets.UTF_8);
        wrong.add("case " + number + ": " + what + " at " + what.getStackTrace()[0] + "\n"
                + text.substring(0, Math.min(2000, text.length())));
    }

    private void decide(Change change, long number) {
        SyncCollection collection =
                estate.registry.find(change.key().collection()).orElse(null);
        if (collection == null) {
            return;
        }
        try {
            Map<String, JsonValue> fields = collection.canonical(change.fields(), Map.of());
            assertEquals(fields, collection.canonical(object(fields), Map.of()), "what is canonical stays so");
            Map<String, JsonValue> base = change instanceof Change.Modified modified
                    ? collection.canonical(modified.base(), Map.of())
                    : Map.of();
            for (Merge merge : List.of(Merge.MANUAL, Merge.FIELDS)) {
                var rules = new MergeRules(merge, Set.of(), Map.of());
                for (ServerState server : servers(fields, base, number)) {
                    Decision decision = ConflictDetector.decide(change, fields, base, server, rules, false);
                    keepsWhatTheServerHas(change, fields, base, server, decision);
                    decided.increment();
                }
            }
        } catch (MalformedValueException notOfTheType) {
            // The change is rejected by name.
            assertTrue(notOfTheType.field() != null && notOfTheType.getMessage() != null);
        }
    }

    private static List<ServerState> servers(Map<String, JsonValue> fields, Map<String, JsonValue> base, long number) {
        Map<String, JsonValue> other = new LinkedHashMap<>(fields);
        other.putAll(base);
        Map<String, JsonValue> theirs = new LinkedHashMap<>(fields);
        base.keySet().forEach(name -> theirs.put(name, Json.createValue("somebody else's")));
        long version = 1 + number % 9;
        return List.of(
                new ServerState.Absent(),
                new ServerState.Deleted(version),
                new ServerState.Present(version, fields),
                new ServerState.Present(version, other),
                new ServerState.Present(version, theirs));
    }

    /** An edit that is based on another version writes over no field that both have changed. */
    private static void keepsWhatTheServerHas(
            Change change,
            Map<String, JsonValue> fields,
            Map<String, JsonValue> base,
            ServerState server,
            Decision decision) {
        Decision effect = decision instanceof Decision.Merged merged ? merged.then() : decision;
        if (!(server instanceof ServerState.Present present)) {
            assertTrue(
                    !(effect instanceof Decision.Update) && !(effect instanceof Decision.Delete),
                    () -> "nothing is there: " + decision);
        } else if (change instanceof Change.Modified modified && modified.version() != present.version()) {
            effect.fields().forEach((name, value) -> {
                JsonValue before = base.get(name);
                JsonValue now = present.fields().get(name);
                boolean serverChanged = before != null && now != null && !now.equals(before);
                assertTrue(
                        !serverChanged || value.equals(now), () -> name + " would be lost: " + fields + " over " + now);
            });
            assertTrue(!(effect instanceof Decision.Delete));
        } else if (change instanceof Change.Deleted deleted && deleted.version() != present.version()) {
            assertTrue(effect instanceof Decision.Clash, () -> "a deletion takes an edit with it: " + decision);
        } else if (change instanceof Change.Added) {
            assertTrue(
                    effect instanceof Decision.Clash || effect instanceof Decision.Nothing,
                    () -> "an addition over what is there: " + decision);
        }
    }

    private static JsonObject object(Map<String, JsonValue> fields) {
        return Json.createObjectBuilder(fields).build();
    }
}
