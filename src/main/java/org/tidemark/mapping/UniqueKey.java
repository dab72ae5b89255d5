package org.tidemark.mapping;

import jakarta.json.JsonValue;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import org.tidemark.mapping.field.Column;

/** Columns whose values together are unique in a table; to two nulls that does not apply. */
public record UniqueKey(List<Column> columns) {

    /** The values that a record has there, by its canonical fields; null if one of them is null. */
    public List<JsonValue> valuesOf(Map<String, JsonValue> fields) {
        List<JsonValue> values = columns.stream()
                .map(column -> TableFacts.within(fields, column.path()))
                .toList();
        return values.contains(JsonValue.NULL) ? null : values;
    }

    /** The values that an entity has there, as parameters of a query. */
    public List<Object> rawOf(Object entity) {
        return columns.stream().map(column -> column.rawOf(entity)).toList();
    }

    /** Whether another class of the same table has this key too, for values of the same types. */
    public boolean isThatOf(UniqueKey other) {
        return columns.stream()
                .map(UniqueKey::place)
                .toList()
                .equals(other.columns.stream().map(UniqueKey::place).toList());
    }

    private static List<Object> place(Column column) {
        Class<?> type = column.field().property().type();
        return List.of(column.table().toLowerCase(Locale.ROOT), column.name(), type);
    }

    /** For people. */
    @Override
    public String toString() {
        return columns.stream().map(Column::path).collect(Collectors.joining(" and "));
    }
}
