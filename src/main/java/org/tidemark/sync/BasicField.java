package org.tidemark.sync;

import jakarta.json.JsonObjectBuilder;
import jakarta.json.JsonValue;
import jakarta.persistence.Column;
import org.tidemark.protocol.Json;

/** A field of one value. */
final class BasicField extends SyncField {

    private final ValueType value;

    BasicField(Property property) {
        super(property);
        int scale = property.annotation(Column.class)
                .filter(column -> column.precision() > 0 || column.scale() > 0)
                .map(Column::scale)
                .orElse(-1);
        value = ValueType.of(property.type(), scale);
    }

    @Override
    String type() {
        return value.wire();
    }

    @Override
    void describe(JsonObjectBuilder json) {
        super.describe(json);
        if (property().type().isEnum()) {
            var values = Json.createArrayBuilder();
            for (Object constant : property().type().getEnumConstants()) {
                values.add(((Enum<?>) constant).name());
            }
            json.add("values", values);
        }
    }

    @Override
    JsonValue canonicalValue(JsonValue sent, String path) throws MalformedValue {
        return value.write(value.read(sent, path));
    }

    @Override
    Object toJava(JsonValue canonical, References references) {
        try {
            return value.read(canonical, name());
        } catch (MalformedValue e) {
            throw new IllegalStateException("a canonical value of " + name() + " cannot be read", e);
        }
    }

    @Override
    JsonValue toJson(Object raw) {
        return value.write(raw);
    }

    @Override
    void select(Projection projection, String parent) {
        projection.select(parent + "." + name());
    }

    @Override
    int width() {
        return 1;
    }

    @Override
    JsonValue read(Object[] row, int from) {
        return row[from] == null ? JsonValue.NULL : value.write(row[from]);
    }
}
