package org.tidemark.it.contract;

import jakarta.json.JsonArray;
import jakarta.json.JsonNumber;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import jakarta.json.JsonValue;
import jakarta.json.spi.JsonProvider;
import java.io.StringReader;
import java.math.BigDecimal;
import java.util.Collection;
import java.util.List;

/** JSON written as tests like to read it: {@code object("id", id, "version", 3)}. */
public final class Body {

    /** Looked up once: at each value it would be most of the time of a test of many records. */
    private static final JsonProvider JSON = JsonProvider.provider();

    private Body() {}

    /** An object of the given names and values, in turns. */
    public static JsonObject object(Object... namesAndValues) {
        JsonObjectBuilder object = JSON.createObjectBuilder();
        for (int i = 0; i < namesAndValues.length; i += 2) {
            object.add((String) namesAndValues[i], value(namesAndValues[i + 1]));
        }
        return object.build();
    }

    public static JsonArray array(Object... values) {
        return value(List.of(values)).asJsonArray();
    }

    public static JsonObject with(JsonObject object, String name, Object value) {
        return JSON.createObjectBuilder(object).add(name, value(value)).build();
    }

    public static JsonObject without(JsonObject object, String name) {
        return JSON.createObjectBuilder(object).remove(name).build();
    }

    public static JsonObject parse(String text) {
        try (var reader = JSON.createReader(new StringReader(text))) {
            return reader.readObject();
        }
    }

    public static List<JsonObject> objects(JsonObject parent, String name) {
        return parent.containsKey(name) ? parent.getJsonArray(name).getValuesAs(JsonObject.class) : List.of();
    }

    /** Versions go up to 2^53-1; a fraction here would be a defect of the server. */
    public static long version(JsonObject holder) {
        JsonNumber number = holder.getJsonNumber("version");
        if (number == null || !number.isIntegral() || number.longValueExact() < 1) {
            throw new AssertionError("no positive integer version in " + holder);
        }
        return number.longValueExact();
    }

    public static JsonValue value(Object value) {
        if (value == null) {
            return JsonValue.NULL;
        } else if (value instanceof JsonValue json) {
            return json;
        } else if (value instanceof Boolean bool) {
            return bool ? JsonValue.TRUE : JsonValue.FALSE;
        } else if (value instanceof BigDecimal decimal) {
            return JSON.createValue(decimal);
        } else if (value instanceof Number number) {
            return JSON.createValue(number.longValue());
        } else if (value instanceof Collection<?> many) {
            var array = JSON.createArrayBuilder();
            many.forEach(one -> array.add(value(one)));
            return array.build();
        }
        return JSON.createValue(value.toString());
    }
}
