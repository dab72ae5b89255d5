package org.tidemark.mapping.field;

import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import jakarta.json.JsonValue;
import jakarta.persistence.metamodel.Attribute;
import jakarta.persistence.metamodel.EmbeddableType;
import jakarta.persistence.metamodel.SingularAttribute;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.tidemark.json.Json;

/**
 * An embedded object of fields. All parts are present in its canonical form, and an object of nothing but nulls is
 * null: so do databases keep it.
 */
public final class EmbeddedField extends SyncField {

    private final List<SyncField> parts;
    private final List<Property> hidden;

    /**
     * @param parts that travel
     * @param hidden those that do not, and stay as they are
     */
    public EmbeddedField(Property property, List<SyncField> parts, List<Property> hidden) {
        super(property);
        this.parts = parts;
        this.hidden = hidden;
    }

    public List<SyncField> parts() {
        return parts;
    }

    /** The part of that name, or null if there is none that travels. */
    public SyncField part(String name) {
        return parts.stream()
                .filter(part -> part.name().equals(name))
                .findFirst()
                .orElse(null);
    }

    /** An attribute of the embedded object. */
    public static Attribute<?, ?> attribute(Attribute<?, ?> embedded, String part) {
        EmbeddableType<?> type = (EmbeddableType<?>) ((SingularAttribute<?, ?>) embedded).getType();
        return type.getAttribute(part);
    }

    @Override
    String type() {
        return "object";
    }

    @Override
    void describe(JsonObjectBuilder json, String path, Map<String, Long> lengths, FieldRules rules) {
        super.describe(json, path, lengths, rules);
        var list = Json.createArrayBuilder();
        FieldRules inner = rules.within(name(), property().type());
        parts.forEach(part -> list.add(part.describe(false, path + "." + part.name(), lengths, inner)));
        json.add("fields", list);
    }

    @Override
    JsonValue canonicalValue(JsonValue sent, String path) throws MalformedValueException {
        if (!(sent instanceof JsonObject object)) {
            throw new MalformedValueException(path, "an object is expected");
        }
        Set<String> unknown = new TreeSet<>(object.keySet());
        var json = new Parts();
        for (SyncField part : parts) {
            unknown.remove(part.name());
            JsonValue given = object.getOrDefault(part.name(), JsonValue.NULL);
            json.add(part, part.canonical(given, path + "." + part.name()));
        }
        if (!unknown.isEmpty()) {
            throw new MalformedValueException(path + "." + unknown.iterator().next(), "unknown field");
        }
        return json.build();
    }

    @Override
    Object toJava(JsonValue canonical, References references) {
        return replacing(null, canonical, references);
    }

    /**
     * A new object, since neither the provider nor who takes the change back would notice what changes within the
     * present one. What is hidden is taken over from that, and keeps the object where all that travels is null.
     */
    @Override
    Object replacing(Object present, JsonValue canonical, References references) {
        if (canonical == JsonValue.NULL && !hides(present)) {
            return null;
        }
        Object bean = property().newInstance();
        if (present != null) {
            hidden.forEach(attribute -> attribute.set(bean, attribute.get(present)));
        }
        JsonObject values = canonical == JsonValue.NULL ? JsonValue.EMPTY_JSON_OBJECT : canonical.asJsonObject();
        for (SyncField part : parts) {
            JsonValue value = values.getOrDefault(part.name(), JsonValue.NULL);
            // Of an object that is null for replicas, a primitive keeps what a new one has.
            if (value != JsonValue.NULL || !part.property().type().isPrimitive()) {
                part.write(bean, present == null ? null : part.property().get(present), value, references);
            }
        }
        return bean;
    }

    /** Whether there is anything that does not travel. */
    private boolean hides(Object present) {
        return present != null
                && (hidden.stream().anyMatch(attribute -> attribute.get(present) != null)
                        || parts.stream()
                                .anyMatch(part -> part instanceof EmbeddedField inner
                                        && inner.hides(inner.property().get(present))));
    }

    @Override
    JsonValue toJson(Object raw) {
        var json = new Parts();
        parts.forEach(part -> json.add(part, part.read(raw)));
        return json.build();
    }

    @Override
    public boolean isInDoubt(JsonValue canonical) {
        return parts.stream().anyMatch(part -> part.isInDoubt(part(canonical, part)));
    }

    @Override
    public void keeps(JsonValue canonical) {
        parts.forEach(part -> part.keeps(part(canonical, part)));
    }

    private static JsonValue part(JsonValue canonical, SyncField part) {
        return canonical instanceof JsonObject object
                ? object.getOrDefault(part.name(), JsonValue.NULL)
                : JsonValue.NULL;
    }

    @Override
    public void select(PullProjection projection, String parent) {
        parts.forEach(part -> part.select(projection, parent + "." + name()));
    }

    @Override
    public int width() {
        return parts.stream().mapToInt(SyncField::width).sum();
    }

    @Override
    public JsonValue read(Object[] row, int from) {
        var json = new Parts();
        int column = from;
        for (SyncField part : parts) {
            json.add(part, part.read(row, column));
            column += part.width();
        }
        return json.build();
    }

    /** The object under construction. */
    private static final class Parts {

        private final JsonObjectBuilder json = Json.createObjectBuilder();
        private boolean empty = true;

        void add(SyncField part, JsonValue value) {
            json.add(part.name(), value);
            empty &= value == JsonValue.NULL;
        }

        JsonValue build() {
            return empty ? JsonValue.NULL : json.build();
        }
    }
}
