package org.tidemark.mapping;

import jakarta.json.JsonObject;
import jakarta.json.JsonValue;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.tidemark.mapping.field.Column;
import org.tidemark.protocol.Rejection.Violation;

/**
 * What the database says of the table of a collection, so that a synchronisation need not write to find out. What it
 * does not know, the database decides when it is written. Threadsafe.
 *
 * @param columns of the fields, as far as they were found
 * @param keys the combinations of fields that are unique
 * @param restricting the references to other records that keep those from being deleted
 */
public record TableFacts(List<Column> columns, List<UniqueKey> keys, Set<String> restricting) {

    static final TableFacts UNKNOWN = new TableFacts(List.of(), List.of(), Set.of());

    public boolean isUnknown() {
        return columns.isEmpty();
    }

    /**
     * The values, canonical and by field, that their columns have no room for: texts that are too long, numbers that
     * are too large.
     */
    public List<Violation> tooLong(Map<String, JsonValue> values) {
        List<Violation> violations = new ArrayList<>();
        for (Column column : columns) {
            JsonValue value = within(values, column.path());
            column.refuses(value).ifPresent(why -> violations.add(new Violation(column.path(), why)));
        }
        return violations;
    }

    /** Whether the column of a field, or of a part of it, may fill the value up, or cut the blanks at its end. */
    public boolean pads(String field, JsonValue value) {
        return columns.stream()
                .filter(column ->
                        column.isPadded() && column.path().split("\\.", 2)[0].equals(field))
                .anyMatch(column -> column.pads(within(Map.of(field, value), column.path())));
    }

    /** The value at the path of an attribute; JSON null where there is none. */
    public static JsonValue within(Map<String, JsonValue> values, String path) {
        Map<String, JsonValue> at = values;
        String[] names = path.split("\\.");
        for (int i = 0; i < names.length - 1; i++) {
            if (!(at.get(names[i]) instanceof JsonObject inner)) {
                return JsonValue.NULL;
            }
            at = inner;
        }
        return at.getOrDefault(names[names.length - 1], JsonValue.NULL);
    }

    /** How many characters each text has room for, by the path of its attribute. */
    public Map<String, Long> lengths() {
        return columns.stream()
                .filter(column -> column.field().property().type() == String.class && column.isCounted())
                .collect(Collectors.toMap(
                        Column::path, column -> column.longest() < 0 ? Long.MAX_VALUE : column.longest(), Math::min));
    }
}
