package org.tidemark.sync.decide;

import static org.junit.jupiter.api.Assertions.assertEquals;

import jakarta.json.Json;
import jakarta.json.JsonValue;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Three states brought together: one field, coupled fields, and whatever chance makes of them. */
class ThreeWayMergeTest {

    private static final List<String> NAMES = List.of("a", "b", "c", "d");
    private static final Map<String, Set<String>> COUPLED =
            Map.of("a", new TreeSet<>(Set.of("a", "b")), "b", new TreeSet<>(Set.of("a", "b")));

    /** Values of a, b and c; a and b are coupled. {@code -} is a field that the client does not know. */
    @ParameterizedTest(name = "base {0}, client {1}, server {2}: in dispute {3}, the client's {4}")
    @CsvSource(delimiter = '|', nullValues = "none", textBlock = """
            1 1 1 | 1 1 1 | 1 1 1 | none | none
            1 1 1 | 1 1 2 | 1 1 1 | none | c=2
            1 1 1 | 1 1 2 | 1 1 2 | none | none
            1 1 1 | 1 1 2 | 1 1 3 | c    | c=2
            1 1 1 | 1 1 1 | 1 1 2 | none | none
            1 1 1 | 1 1 2 | 2 2 1 | none | c=2
            1 1 1 | 2 1 1 | 1 1 1 | none | a=2
            1 1 1 | 2 1 1 | 1 1 3 | none | a=2
            1 1 1 | 2 1 1 | 1 2 1 | a b  | a=2 b=1
            1 1 1 | 2 1 1 | 2 2 1 | b    | b=1
            1 1 1 | 2 1 1 | 2 1 1 | none | none
            1 1 1 | 2 2 1 | 2 2 1 | none | none
            1 1 1 | 2 2 1 | 3 3 1 | a b  | a=2 b=2
            1 1 1 | 2 2 2 | 3 1 1 | a b  | a=2 b=2 c=2
            1 1 1 | 1 1 1 | 2 1 1 | none | none
            1 1 1 | 2 - 1 | 1 1 1 | a    | a=2
            1 1 1 | 1 1 - | 1 1 2 | none | none
            """)
    void matrix(String base, String client, String server, String disputed, String mine) {
        Map<String, JsonValue> fields = values(client);
        Map<String, JsonValue> before = values(base);
        before.keySet()
                .removeIf(
                        field -> !fields.containsKey(field) || fields.get(field).equals(before.get(field)));
        if (before.isEmpty()) {
            return; // nothing was changed: the detector does not come here
        }
        ThreeWayMerge merged = ThreeWayMerge.of(fields, before, values(server), COUPLED);
        assertEquals(disputed == null ? List.of() : Arrays.asList(disputed.split(" ")), merged.disputed());
        assertEquals(mine == null ? "" : mine, text(merged.mine()));
    }

    @Test
    void without_a_base_all_that_differs_is_in_dispute() {
        ThreeWayMerge merged = ThreeWayMerge.of(values("1 2 3"), Map.of(), values("1 1 1"), COUPLED);
        assertEquals(List.of("b", "c"), merged.disputed());
        assertEquals("b=2 c=3", text(merged.mine()));
    }

    /**
     * What a merge without a dispute must be, said without the algorithm: 20,000 random triples, the same each time.
     */
    @Test
    void each_group_of_a_merge_is_one_side_s_and_no_edit_is_lost() {
        var random = new Random(4);
        int merges = 0;
        for (int i = 0; i < 20_000; i++) {
            Map<String, JsonValue> base = random(random);
            Map<String, JsonValue> client = random(random);
            Map<String, JsonValue> server = random(random);
            Map<String, JsonValue> old = new HashMap<>(base);
            old.keySet().removeIf(field -> base.get(field).equals(client.get(field)));
            if (old.isEmpty()) {
                continue;
            }
            ThreeWayMerge merge = ThreeWayMerge.of(client, old, server, COUPLED);
            Map<String, JsonValue> result = new HashMap<>(server);
            result.putAll(merge.mine());
            String seen = base + " " + client + " " + server + " " + merge;
            for (Set<String> group : List.of(Set.of("a", "b"), Set.of("c"), Set.of("d"))) {
                boolean mine = !same(group, base, client);
                boolean theirs = !same(group, base, server);
                boolean agree = same(group, client, server);
                boolean disputed = merge.disputed().stream().anyMatch(group::contains);
                assertEquals(mine && theirs && !agree, disputed, seen);
                assertEquals(true, same(group, result, mine ? client : server), seen);
            }
            merges += merge.disputed().isEmpty() ? 1 : 0;
        }
        assertEquals(true, merges > 1000, "enough of them were no dispute: " + merges);
    }

    private static boolean same(Set<String> group, Map<String, JsonValue> one, Map<String, JsonValue> other) {
        return group.stream().allMatch(field -> one.get(field).equals(other.get(field)));
    }

    private static Map<String, JsonValue> random(Random random) {
        Map<String, JsonValue> values = new LinkedHashMap<>();
        NAMES.forEach(name -> {
            int value = random.nextInt(3);
            values.put(name, value == 0 ? JsonValue.NULL : Json.createValue(value));
        });
        return values;
    }

    private static Map<String, JsonValue> values(String text) {
        Map<String, JsonValue> values = new LinkedHashMap<>();
        String[] each = text.split(" ");
        for (int i = 0; i < each.length; i++) {
            if (!each[i].equals("-")) {
                values.put(NAMES.get(i), Json.createValue(Integer.parseInt(each[i])));
            }
        }
        return values;
    }

    private static String text(Map<String, JsonValue> values) {
        List<String> text = new ArrayList<>();
        new TreeMap<>(values).forEach((name, value) -> text.add(name + "=" + value));
        return String.join(" ", text);
    }
}
