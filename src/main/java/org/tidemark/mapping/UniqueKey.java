package org.tidemark.mapping;

import jakarta.json.JsonValue;
import java.util.List;
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

    /** For people. */
    @Override
    public String toString() {
        return columns.stream().map(Column::path).collect(Collectors.joining(" and "));
    }
}
