package org.tidemark.sync;

import jakarta.json.Json;
import jakarta.json.JsonObject;
import jakarta.json.JsonValue;
import jakarta.json.bind.annotation.JsonbTransient;
import jakarta.persistence.Column;
import jakarta.persistence.JoinColumn;
import jakarta.persistence.ManyToOne;
import jakarta.persistence.OneToOne;
import jakarta.persistence.Version;
import jakarta.persistence.metamodel.Attribute;
import jakarta.persistence.metamodel.EmbeddableType;
import jakarta.persistence.metamodel.ManagedType;
import jakarta.persistence.metamodel.SingularAttribute;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotEmpty;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.function.BiFunction;
import org.tidemark.spi.SyncState;
import org.tidemark.spi.Synchronisable;
import org.tidemark.spi.Synchronised;

/**
 * One attribute of an entity as it travels: a basic value, an embedded object of such fields, or the id of another record.
 * Threadsafe.
 */
final class SyncField {

    private final Property property;
    private final Class<?> javaType;
    private final ValueType value;
    private final String target;
    private final List<SyncField> embedded;
    private final Class<?> owner;

    private SyncField(Property property, Class<?> javaType, ValueType value, String target, List<SyncField> embedded, Class<?> owner) {
        this.property = property;
        this.javaType = javaType;
        this.value = value;
        this.target = target;
        this.embedded = embedded;
        this.owner = owner;
    }

    /** The fields of an entity or embeddable, in the order of their names: what the metamodel gives has none. */
    static List<SyncField> of(ManagedType<?> type) {
        List<SyncField> fields = new ArrayList<>();
        for (SingularAttribute<?, ?> attribute : type.getSingularAttributes()) {
            if (attribute.isId() || attribute.isVersion() || attribute.getJavaType() == SyncState.class) {
                continue;
            }
            Property property = Property.of(attribute);
            if (property.annotation(JsonbTransient.class).isPresent()
                    || property.annotation(Version.class).isPresent()) {
                continue;
            }
            fields.add(of(attribute, property));
        }
        fields.sort(Comparator.comparing(SyncField::name));
        return List.copyOf(fields);
    }

    private static SyncField of(SingularAttribute<?, ?> attribute, Property property) {
        Class<?> type = attribute.getJavaType();
        Class<?> owner = attribute.getDeclaringType().getJavaType();
        if (attribute.getType() instanceof EmbeddableType<?> embeddable) {
            return new SyncField(property, type, null, null, of(embeddable), owner);
        }
        if (attribute.isAssociation()) {
            Synchronised synchronised = type.getAnnotation(Synchronised.class);
            if (synchronised == null) {
                throw new InvalidEstateException(owner.getName() + "." + attribute.getName() + " refers to "
                        + type.getName() + ", which is not synchronised: annotate that class with @Synchronised, or keep the"
                        + " attribute from replicas with @JsonbTransient");
            }
            return new SyncField(property, type, null, synchronised.collection(), List.of(), owner);
        }
        int scale = property.annotation(Column.class)
                .filter(column -> column.precision() > 0 || column.scale() > 0)
                .map(Column::scale)
                .orElse(-1);
        return new SyncField(property, type, ValueType.of(type, scale), null, List.of(), owner);
    }

    String name() {
        return property.name();
    }

    boolean isReference() {
        return target != null;
    }

    /** The collection that a reference points into, or null. */
    String target() {
        return target;
    }

    private boolean isEmbedded() {
        return !embedded.isEmpty();
    }

    boolean isReadOnly() {
        return !property.isWritable()
                || property.annotation(Column.class)
                        .filter(c -> !c.insertable() && !c.updatable())
                        .isPresent();
    }

    boolean isRequired() {
        return javaType.isPrimitive()
                || property.annotation(NotNull.class).isPresent()
                || property.annotation(NotBlank.class).isPresent()
                || property.annotation(NotEmpty.class).isPresent()
                || property.annotation(Column.class).filter(c -> !c.nullable()).isPresent()
                || property.annotation(JoinColumn.class).filter(c -> !c.nullable()).isPresent()
                || property.annotation(ManyToOne.class).filter(r -> !r.optional()).isPresent()
                || property.annotation(OneToOne.class).filter(r -> !r.optional()).isPresent();
    }

    /** Whether this is the column that a message of the database speaks of. */
    boolean isNamedIn(String message) {
        String column = property.annotation(Column.class).map(Column::name).filter(n -> !n.isEmpty()).orElse(name());
        return java.util.regex.Pattern.compile("(?i)\\b" + java.util.regex.Pattern.quote(column) + "\\b").matcher(message).find();
    }

    /** The field's part of the server's description. */
    JsonObject describe() {
        var json = Json.createObjectBuilder()
                .add("name", name())
                .add("type", isReference() ? "reference" : isEmbedded() ? "object" : value.wire())
                .add("required", isRequired());
        property.annotation(Size.class)
                .filter(size -> size.max() < Integer.MAX_VALUE)
                .ifPresentOrElse(size -> json.add("maxLength", size.max()), () -> json.addNull("maxLength"));
        json.add("readOnly", isReadOnly());
        if (isReference()) {
            json.add("target", target);
        } else {
            json.addNull("target");
        }
        if (javaType.isEnum()) {
            var values = Json.createArrayBuilder();
            for (Object constant : javaType.getEnumConstants()) {
                values.add(((Enum<?>) constant).name());
            }
            json.add("values", values);
        }
        if (isEmbedded()) {
            var parts = Json.createArrayBuilder();
            embedded.forEach(part -> parts.add(part.describe()));
            json.add("fields", parts);
        }
        return json.build();
    }

    // ---- from the wire -------------------------------------------------------------------------------------------------

    /** The same value as the server itself would write it, so that equal values are equal JSON. */
    JsonValue canonical(JsonValue json) throws MalformedValue {
        return canonical(json, name());
    }

    private JsonValue canonical(JsonValue json, String path) throws MalformedValue {
        if (json == JsonValue.NULL || json.getValueType() == JsonValue.ValueType.NULL) {
            if (javaType.isPrimitive()) {
                throw new MalformedValue(path, "null is not possible here");
            }
            return JsonValue.NULL;
        }
        if (isEmbedded()) {
            return canonicalObject(json, path);
        }
        if (isReference()) {
            return Json.createValue(UUID_TYPE.read(json, path).toString());
        }
        return value.write(value.read(json, path));
    }

    private static final ValueType UUID_TYPE = ValueType.of(UUID.class, -1);

    /** Every part is present in the result, and an object of nothing but nulls is null: so do databases keep them. */
    private JsonValue canonicalObject(JsonValue json, String path) throws MalformedValue {
        if (!(json instanceof JsonObject object)) {
            throw new MalformedValue(path, "an object is expected");
        }
        Set<String> unknown = new java.util.TreeSet<>(object.keySet());
        var canonical = Json.createObjectBuilder();
        boolean empty = true;
        for (SyncField part : embedded) {
            unknown.remove(part.name());
            JsonValue given = object.getOrDefault(part.name(), JsonValue.NULL);
            JsonValue read = part.canonical(given, path + "." + part.name());
            canonical.add(part.name(), read);
            empty &= read == JsonValue.NULL;
        }
        if (!unknown.isEmpty()) {
            throw new MalformedValue(path + "." + unknown.iterator().next(), "unknown field");
        }
        return empty ? JsonValue.NULL : canonical.build();
    }

    // ---- to and from the entity ----------------------------------------------------------------------------------------

    /** Writes a canonical value into the entity. {@code reference} finds the entity that an id means. */
    void write(Object bean, JsonValue canonical, BiFunction<String, UUID, Object> reference) {
        property.set(bean, toJava(canonical, reference));
    }

    /** The attribute as it is; {@link #restore} takes it back. */
    Object raw(Object bean) {
        return property.get(bean);
    }

    void restore(Object bean, Object raw) {
        property.set(bean, raw);
    }

    private Object toJava(JsonValue canonical, BiFunction<String, UUID, Object> reference) {
        if (canonical == JsonValue.NULL) {
            return null;
        }
        if (isReference()) {
            return reference.apply(target, UUID.fromString(((jakarta.json.JsonString) canonical).getString()));
        }
        if (isEmbedded()) {
            Object bean = newInstance(javaType);
            for (SyncField part : embedded) {
                part.write(bean, canonical.asJsonObject().get(part.name()), reference);
            }
            return bean;
        }
        try {
            return value.read(canonical, name());
        } catch (MalformedValue e) {
            throw new IllegalStateException("a canonical value of " + name() + " cannot be read", e);
        }
    }

    static Object newInstance(Class<?> type) {
        try {
            var constructor = type.getDeclaredConstructor();
            constructor.setAccessible(true);
            return constructor.newInstance();
        } catch (ReflectiveOperationException e) {
            throw new InvalidEstateException(type.getName() + " has no constructor without arguments: add one");
        }
    }

    /** The attribute of an entity as canonical JSON. */
    JsonValue read(Object bean) {
        Object raw = property.get(bean);
        if (raw == null) {
            return JsonValue.NULL;
        }
        if (isReference()) {
            return Json.createValue(((Synchronisable) raw).getId().toString());
        }
        if (!isEmbedded()) {
            return value.write(raw);
        }
        var json = Json.createObjectBuilder();
        boolean empty = true;
        for (SyncField part : embedded) {
            JsonValue read = part.read(raw);
            json.add(part.name(), read);
            empty &= read == JsonValue.NULL;
        }
        return empty ? JsonValue.NULL : json.build();
    }

    // ---- from a projection ---------------------------------------------------------------------------------------------

    /** The paths that a query selects to read this field without loading the entity. */
    List<String> paths(String parent) {
        String path = parent + "." + name();
        if (isReference()) {
            return List.of(path + ".id");
        }
        if (!isEmbedded()) {
            return List.of(path);
        }
        return embedded.stream().flatMap(part -> part.paths(path).stream()).toList();
    }

    /** The field as canonical JSON, from the columns that {@link #paths} selected, beginning at {@code from}. */
    JsonValue read(Object[] row, int from) {
        if (!isEmbedded()) {
            Object raw = row[from];
            return raw == null ? JsonValue.NULL : isReference() ? Json.createValue(raw.toString()) : value.write(raw);
        }
        var json = Json.createObjectBuilder();
        boolean empty = true;
        int column = from;
        for (SyncField part : embedded) {
            JsonValue read = part.read(row, column);
            column += part.width();
            json.add(part.name(), read);
            empty &= read == JsonValue.NULL;
        }
        return empty ? JsonValue.NULL : json.build();
    }

    /** How many columns {@link #paths} selects. */
    int width() {
        return isEmbedded() ? embedded.stream().mapToInt(SyncField::width).sum() : 1;
    }

    @Override
    public String toString() {
        return owner.getSimpleName() + "." + name();
    }
}
