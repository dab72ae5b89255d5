package org.tidemark.it.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;

import jakarta.json.JsonObject;
import jakarta.json.JsonValue;
import java.util.TreeMap;

/** Compares the fields of records; a field that is null and one that is absent say the same about a record. */
public final class Fields {

    private Fields() {}

    public static void assertSame(Row expected, Replica.Held actual) {
        assertSame(expected.fields(), actual.row().fields());
    }

    public static void assertSame(Row expected, JsonObject actual) {
        assertSame(expected.fields(), actual);
    }

    public static void assertSame(JsonObject expected, JsonObject actual) {
        assertEquals(normal(expected), normal(actual));
    }

    /** Sorted, without nulls, an embeddable of nothing but nulls counting as null: providers differ on that. */
    private static TreeMap<String, Object> normal(JsonObject fields) {
        TreeMap<String, Object> normal = new TreeMap<>();
        fields.forEach((name, value) -> {
            if (value.getValueType() == JsonValue.ValueType.OBJECT) {
                TreeMap<String, Object> inner = normal(value.asJsonObject());
                if (!inner.isEmpty()) {
                    normal.put(name, inner);
                }
            } else if (value != JsonValue.NULL && value.getValueType() != JsonValue.ValueType.NULL) {
                normal.put(name, value);
            }
        });
        return normal;
    }
}
