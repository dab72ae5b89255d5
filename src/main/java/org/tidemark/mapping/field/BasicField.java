package org.tidemark.mapping.field;

import jakarta.json.JsonObjectBuilder;
import jakarta.json.JsonValue;
import jakarta.persistence.Temporal;
import java.util.Date;
import java.util.Map;
import org.tidemark.json.Json;

/** A field of one value. */
public final class BasicField extends SyncField {

    private final ValueType value;
    private final Keeping keeping;

    public BasicField(Property property) {
        super(property);
        value = property.type() == Date.class
                ? property.annotation(Temporal.class)
                        .map(TextValueTypes::of)
                        .orElseGet(() -> ValueType.of(Date.class, -1))
                : ValueType.of(property.type(), scale(property));
        keeping = Keeping.of(value.wire());
    }

    @Override
    public boolean canGiveScope() {
        return value.canGiveScope();
    }

    @Override
    String type() {
        return value.wire();
    }

    @Override
    void describe(JsonObjectBuilder json, String path, Map<String, Long> lengths, FieldRules rules) {
        super.describe(json, path, lengths, rules);
        if (property().type().isEnum()) {
            var values = Json.createArrayBuilder();
            for (Object constant : property().type().getEnumConstants()) {
                values.add(((Enum<?>) constant).name());
            }
            json.add("values", values);
        }
    }

    @Override
    JsonValue canonicalValue(JsonValue sent, String path) throws MalformedValueException {
        return value.write(value.read(sent, path));
    }

    @Override
    Object toJava(JsonValue canonical, References references) {
        try {
            return value.read(canonical, name());
        } catch (MalformedValueException e) {
            throw new IllegalStateException("a canonical value of " + name() + " cannot be read", e);
        }
    }

    @Override
    JsonValue toJson(Object raw) {
        return value.write(raw);
    }

    @Override
    public boolean isInDoubt(JsonValue canonical) {
        return keeping.isInDoubt(canonical);
    }

    @Override
    public void keeps(JsonValue canonical) {
        keeping.keeps(canonical);
    }

    @Override
    public String notKept() {
        return keeping.notKept();
    }

    @Override
    public void select(PullProjection projection, String parent) {
        projection.select(parent + "." + name());
    }

    @Override
    public int width() {
        return 1;
    }

    @Override
    public JsonValue read(Object[] row, int from) {
        return row[from] == null ? JsonValue.NULL : value.write(row[from]);
    }
}
