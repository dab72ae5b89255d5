package org.tidemark.sync.decide;

import jakarta.json.JsonValue;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * An edit, what it started from, and what the server has by now, brought together. What is taken from one side is taken
 * whole: a field, or a group of coupled fields. A pure function.
 *
 * <pre>
 * in a group:      the client changed nothing   the client changed something
 * server as it was   as it is                     the client's
 * server changed     the server's                 in dispute, unless both ended with the same values
 * </pre>
 *
 * @param disputed the fields of the groups in dispute in which the two sides differ
 * @param mine what the client's edit would write, disputes included; nothing that the server has already
 */
public record ThreeWayMerge(List<String> disputed, Map<String, JsonValue> mine) {

    /**
     * @param fields the client's, canonical
     * @param base the old values of those that it changed; empty if it did not say which
     * @param coupled by field, all fields of its group; a field that is missing here stands alone
     */
    public static ThreeWayMerge of(
            Map<String, JsonValue> fields,
            Map<String, JsonValue> base,
            Map<String, JsonValue> server,
            Map<String, Set<String>> coupled) {
        Set<Set<String>> groups = new LinkedHashSet<>();
        fields.keySet().stream()
                .filter(field -> isEdited(field, fields, base))
                .forEach(field -> groups.add(coupled.getOrDefault(field, Set.of(field))));
        List<String> disputed = new ArrayList<>();
        Map<String, JsonValue> mine = new LinkedHashMap<>();
        for (Set<String> group : groups) {
            List<String> different = fields.keySet().stream()
                    .filter(group::contains)
                    .filter(field -> !fields.get(field).equals(value(server, field)))
                    .toList();
            different.forEach(field -> mine.put(field, fields.get(field)));
            if (base.isEmpty() || group.stream().anyMatch(field -> hasMoved(field, fields, base, server))) {
                disputed.addAll(different);
            }
        }
        return new ThreeWayMerge(List.copyOf(disputed), mine);
    }

    private static boolean isEdited(String field, Map<String, JsonValue> fields, Map<String, JsonValue> base) {
        return base.isEmpty() || base.containsKey(field) && !base.get(field).equals(fields.get(field));
    }

    /**
     * Whether the server has another value than the client started from; of a field that it never knew, nobody can say
     * no.
     */
    private static boolean hasMoved(
            String field, Map<String, JsonValue> fields, Map<String, JsonValue> base, Map<String, JsonValue> server) {
        JsonValue start = base.getOrDefault(field, fields.get(field));
        return start == null || !start.equals(value(server, field));
    }

    private static JsonValue value(Map<String, JsonValue> server, String field) {
        return server.getOrDefault(field, JsonValue.NULL);
    }
}
