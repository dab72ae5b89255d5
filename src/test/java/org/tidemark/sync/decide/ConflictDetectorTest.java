package org.tidemark.sync.decide;

import static org.junit.jupiter.api.Assertions.assertEquals;

import jakarta.json.Json;
import jakarta.json.JsonObject;
import jakarta.json.JsonValue;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.tidemark.mapping.MergeRules;
import org.tidemark.protocol.Change;
import org.tidemark.protocol.RecordKey;
import org.tidemark.spi.Merge;

/**
 * The decision matrix: what the client did × what is on the server × the merge rule.
 *
 * <p>The record had {@code {name: a, phone: 1}} at version 5, from which the client started; it wrote phone 2. The
 * server's states:
 *
 * <ul>
 *   <li>absent: no record, no tombstone
 *   <li>unchanged: version 5, as it was
 *   <li>renumbered: version 6, as it was (it moved with its parent)
 *   <li>equal: version 6, phone 2 as well
 *   <li>same field: version 6, phone 3
 *   <li>other field: version 6, name b
 *   <li>deleted: a tombstone of version 6
 *   <li>re-added: deleted and created again, version 8, {@code {name: c, phone: 4}}
 * </ul>
 */
class ConflictDetectorTest {

    /** On the server each record has it, and no replica sends it. */
    private static final Set<String> READ_ONLY = Set.of("total");

    private static final RecordKey KEY = new RecordKey("companies", UUID.randomUUID());

    @ParameterizedTest(name = "added, server {0}: {1}")
    @CsvSource(delimiter = '|', textBlock = """
            absent      | insert name=a phone=2
            equal       | nothing
            unchanged   | conflict added-added [phone]
            same field  | conflict added-added [phone]
            other field | conflict added-added [name, phone]
            re-added    | conflict added-added [name, phone]
            deleted     | conflict modified-deleted []
            """)
    @DisplayName("added × server state, whatever the merge rule")
    void added(String server, String decision) {
        for (Merge merge : Merge.values()) {
            assertEquals(decision, decide("added", server, merge, false), merge.name());
        }
    }

    @ParameterizedTest(name = "deleted, server {0}: {1}")
    @CsvSource(delimiter = '|', textBlock = """
            absent      | nothing
            deleted     | nothing
            unchanged   | delete
            renumbered  | conflict deleted-modified []
            same field  | conflict deleted-modified []
            other field | conflict deleted-modified []
            re-added    | conflict deleted-modified []
            """)
    @DisplayName("deleted × server state, whatever the merge rule")
    void deleted(String server, String decision) {
        for (Merge merge : Merge.values()) {
            assertEquals(decision, decide("deleted", server, merge, false), merge.name());
        }
    }

    @ParameterizedTest(name = "modified, server {0}, merge {1}: {2}")
    @CsvSource(delimiter = '|', textBlock = """
            absent      | manual | conflict modified-deleted []
            absent      | fields | conflict modified-deleted []
            absent      | client | conflict modified-deleted []
            absent      | server | conflict modified-deleted []
            deleted     | manual | conflict modified-deleted []
            deleted     | fields | conflict modified-deleted []
            deleted     | client | conflict modified-deleted []
            deleted     | server | conflict modified-deleted []
            unchanged   | manual | update name=a phone=2
            unchanged   | fields | update name=a phone=2
            unchanged   | client | update name=a phone=2
            unchanged   | server | update name=a phone=2
            renumbered  | manual | update name=a phone=2
            renumbered  | fields | update name=a phone=2
            renumbered  | client | update name=a phone=2
            renumbered  | server | update name=a phone=2
            equal       | manual | nothing
            equal       | fields | nothing
            equal       | client | nothing
            equal       | server | nothing
            same field  | manual | conflict modified-modified [phone]
            same field  | fields | conflict modified-modified [phone]
            same field  | client | client wins over [phone]: update phone=2
            same field  | server | server wins over [phone]: nothing
            other field | manual | conflict modified-modified []
            other field | fields | merge: update phone=2
            other field | client | client wins over []: update phone=2
            other field | server | server wins over []: nothing
            re-added    | manual | conflict modified-modified [phone]
            re-added    | fields | conflict modified-modified [phone]
            re-added    | client | client wins over [phone]: update phone=2
            re-added    | server | server wins over [phone]: nothing
            """)
    @DisplayName("modified × server state × merge rule")
    void modified(String server, String merge, String decision) {
        assertEquals(decision, decide("modified", server, Merge.valueOf(merge.toUpperCase(Locale.ROOT)), false));
    }

    @ParameterizedTest(name = "{0} with a resolution, server {1}: {2}")
    @CsvSource(delimiter = '|', textBlock = """
            added    | deleted    | insert name=a phone=2
            added    | absent     | insert name=a phone=2
            modified | deleted    | insert name=a phone=2
            modified | absent     | insert name=a phone=2
            modified | unchanged  | update name=a phone=2
            modified | same field | conflict modified-modified [phone]
            deleted  | unchanged  | delete
            deleted  | same field | conflict deleted-modified []
            """)
    @DisplayName("a resolution brings back what was deleted, and overwrites nothing that came after it")
    void resolution(String client, String server, String decision) {
        assertEquals(decision, decide(client, server, Merge.MANUAL, true));
    }

    @Test
    @DisplayName("an added record takes back the deletion whose version it names, and no other one")
    void takes_back() {
        assertEquals("insert name=a phone=2", returns(6, "deleted"));
        assertEquals("conflict modified-deleted []", returns(5, "deleted"));
        assertEquals("conflict modified-deleted []", returns(7, "deleted"));
        assertEquals("conflict added-added [name, phone]", returns(6, "re-added"));
        assertEquals("insert name=a phone=2", returns(6, "absent"));
    }

    private static String returns(long deletion, String server) {
        JsonObject fields = fields("a", "2");
        return text(ConflictDetector.decide(
                new Change.Added(KEY, deletion, fields, null),
                map(fields),
                Map.of(),
                state(server),
                new MergeRules(Merge.MANUAL, READ_ONLY, Map.of()),
                false));
    }

    private static String decide(String client, String server, Merge merge, boolean bringsBack) {
        JsonObject fields = fields("a", "2");
        JsonObject base = Json.createObjectBuilder().add("phone", "1").build();
        Change change =
                switch (client) {
                    case "added" -> new Change.Added(KEY, 0, fields, null);
                    case "modified" -> new Change.Modified(KEY, 5, fields, base, null);
                    default -> new Change.Deleted(KEY, 5, null);
                };
        return text(ConflictDetector.decide(
                change,
                map(fields),
                client.equals("modified") ? map(base) : Map.of(),
                state(server),
                new MergeRules(merge, READ_ONLY, Map.of()),
                bringsBack));
    }

    private static ServerState state(String name) {
        return switch (name) {
            case "absent" -> new ServerState.Absent();
            case "unchanged" -> present(5, fields("a", "1"));
            case "renumbered" -> present(6, fields("a", "1"));
            case "equal" -> present(6, fields("a", "2"));
            case "same field" -> present(6, fields("a", "3"));
            case "other field" -> present(6, fields("b", "1"));
            case "re-added" -> present(8, fields("c", "4"));
            case "deleted" -> new ServerState.Deleted(6);
            default -> throw new IllegalArgumentException(name);
        };
    }

    private static ServerState present(long version, JsonObject fields) {
        Map<String, JsonValue> all = map(fields);
        all.put("total", Json.createValue(version));
        return new ServerState.Present(version, all);
    }

    private static JsonObject fields(String name, String phone) {
        return Json.createObjectBuilder().add("name", name).add("phone", phone).build();
    }

    private static Map<String, JsonValue> map(JsonObject object) {
        return new LinkedHashMap<>(object);
    }

    private static String text(Decision decision) {
        if (decision instanceof Decision.Insert insert) {
            return "insert " + text(insert.fields());
        }
        if (decision instanceof Decision.Update update) {
            return "update " + text(update.fields());
        }
        if (decision instanceof Decision.Clash clash) {
            return "conflict " + clash.kind() + " " + clash.disputed();
        }
        if (decision instanceof Decision.Merged merged) {
            return "merge: " + text(merged.then());
        }
        if (decision instanceof Decision.ByRule rule) {
            return rule.outcome().name().toLowerCase(Locale.ROOT) + " wins over "
                    + rule.clash().disputed() + ": " + text(rule.then());
        }
        return decision.getClass().getSimpleName().toLowerCase(Locale.ROOT);
    }

    private static String text(Map<String, JsonValue> fields) {
        StringBuilder text = new StringBuilder();
        new TreeMap<>(fields).forEach((name, value) -> text.append(' ')
                .append(name)
                .append('=')
                .append(value.toString().replace("\"", "")));
        return text.toString().trim();
    }
}
