package org.tidemark.mapping.field;

import jakarta.json.JsonNumber;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import jakarta.json.JsonString;
import jakarta.json.JsonValue;
import jakarta.persistence.Column;
import jakarta.persistence.Convert;
import jakarta.persistence.JoinColumn;
import jakarta.persistence.Lob;
import jakarta.persistence.ManyToOne;
import jakarta.persistence.OneToOne;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotEmpty;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;
import java.lang.annotation.Annotation;
import java.util.Map;
import java.util.UUID;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import org.tidemark.json.Json;

/**
 * One attribute of an entity as it travels: how it is described, read from the wire, and read from and written into the
 * entity. A value is <em>canonical</em> if it is the JSON that the server itself would write, so that equal values are
 * equal JSON. Threadsafe.
 */
public abstract sealed class SyncField permits BasicField, ElementCollectionField, EmbeddedField, ReferenceField {

    /** Finds the entity that a reference means. */
    public interface References {

        Object find(String collection, UUID id);
    }

    private static final int DEFAULT_LENGTH = 255;

    private final Property property;

    SyncField(Property property) {
        this.property = property;
    }

    public final String name() {
        return property.name();
    }

    public final Property property() {
        return property;
    }

    /** The type's name in the description of the server. */
    abstract String type();

    /** The canonical form of a value that a client sent; never called with null. */
    abstract JsonValue canonicalValue(JsonValue sent, String path) throws MalformedValueException;

    /** A canonical value as the attribute's Java value; never called with null. */
    abstract Object toJava(JsonValue canonical, References references);

    /** The attribute's Java value as canonical JSON; never called with null. */
    abstract JsonValue toJson(Object raw);

    /** Adds to a query what {@link #read(Object[], int)} needs, below the entity or embeddable {@code parent}. */
    public abstract void select(PullProjection projection, String parent);

    /** Whether the database may keep another value than this canonical one. */
    public boolean isInDoubt(JsonValue canonical) {
        return false;
    }

    /** Notes that the database has kept the value. */
    public void keeps(JsonValue canonical) {}

    /** What a person reads of a value that the database does not keep. */
    public String notKept() {
        return "the database does not store this value exactly";
    }

    /** How many columns {@link #select} adds. */
    public abstract int width();

    /** The field as canonical JSON, from the columns that {@link #select} added, beginning at {@code from}. */
    public abstract JsonValue read(Object[] row, int from);

    /** What stands for a value that is absent. */
    public JsonValue nothing() {
        return JsonValue.NULL;
    }

    /** The decimals that the database keeps of a number, or -1 where that is not declared. */
    static int scale(Property property) {
        return property.annotation(Column.class)
                .filter(column -> column.precision() > 0 || column.scale() > 0)
                .map(Column::scale)
                .orElse(-1);
    }

    /** Whether the scope of a record can come from it. */
    public boolean canGiveScope() {
        return false;
    }

    /** The scope that a canonical value names; null if it names none. */
    public static String scope(JsonValue canonical) {
        return canonical instanceof JsonString text
                ? text.getString()
                : canonical instanceof JsonNumber number ? number.toString() : null;
    }

    /**
     * The scope that the attribute of an entity names; null if it names none. It is asked for several times a record.
     */
    public final String scopeOf(Object bean) {
        Object raw = property.get(bean);
        if (raw == null) {
            return null;
        }
        return raw instanceof String text ? text : scope(toJson(raw));
    }

    /**
     * Adds what only this kind of field has to say about itself.
     *
     * @param path of its attribute below the entity
     * @param lengths what the columns of texts have room for, by path
     * @param rules of the class that has the attribute
     */
    void describe(JsonObjectBuilder json, String path, Map<String, Long> lengths, FieldRules rules) {
        json.addNull("target");
    }

    public final JsonObject describe() {
        return describe(false, name(), Map.of(), FieldRules.NONE);
    }

    /** The description for a caller who perhaps may not change it. */
    public final JsonObject describe(
            boolean isReadOnlyForCaller, String path, Map<String, Long> lengths, FieldRules rules) {
        JsonObjectBuilder json = Json.createObjectBuilder()
                .add("name", name())
                .add("type", type())
                .add("required", isRequired() || rules.requires(name()));
        long declared = Math.min(declaredLength(), rules.longest(name()));
        long longest = Math.min(declared, lengths.getOrDefault(path, columnLength()));
        if (longest < Integer.MAX_VALUE) {
            json.add("maxLength", longest);
        } else {
            json.addNull("maxLength");
        }
        json.add("readOnly", isReadOnlyForCaller || isReadOnly());
        json.add("rules", rules.describe(name()));
        describe(json, path, lengths, rules);
        return json.build();
    }

    private long declaredLength() {
        return property.annotation(Size.class).map(Size::max).orElse(Integer.MAX_VALUE);
    }

    /** As JPA has it where the column is not known: also without a word, a text has 255 characters. */
    private long columnLength() {
        boolean isLong = property.is(Lob.class)
                || has(Column.class, column -> !column.columnDefinition().isEmpty());
        if (property.type() != String.class || isLong || property.is(Convert.class)) {
            return Integer.MAX_VALUE;
        }
        return property.annotation(Column.class).map(Column::length).orElse(DEFAULT_LENGTH);
    }

    public final boolean isReadOnly() {
        return !property.isWritable()
                || has(Column.class, column -> !column.insertable() && !column.updatable())
                || has(JoinColumn.class, column -> !column.insertable() && !column.updatable());
    }

    /** Whether its column is filled once and never updated. */
    public final boolean isFixed() {
        return !isReadOnly()
                && (has(Column.class, column -> !column.updatable())
                        || has(JoinColumn.class, column -> !column.updatable()));
    }

    final boolean isRequired() {
        return property.type().isPrimitive()
                || property.is(NotNull.class)
                || property.is(NotBlank.class)
                || property.is(NotEmpty.class)
                || has(Column.class, column -> !column.nullable())
                || has(JoinColumn.class, column -> !column.nullable())
                || has(ManyToOne.class, relation -> !relation.optional())
                || has(OneToOne.class, relation -> !relation.optional());
    }

    private <A extends Annotation> boolean has(Class<A> type, Predicate<A> that) {
        return property.annotation(type).filter(that).isPresent();
    }

    /** Whether this is the column that a message of the database speaks of. */
    public final boolean isNamedIn(String message) {
        String column = property.annotation(Column.class)
                .map(Column::name)
                .filter(name -> !name.isEmpty())
                .orElse(name());
        return Pattern.compile("\\b" + Pattern.quote(column) + "\\b", Pattern.CASE_INSENSITIVE)
                .matcher(message)
                .find();
    }

    /** The canonical form of what a client sent. {@code path} names the field in an error. */
    public final JsonValue canonical(JsonValue sent, String path) throws MalformedValueException {
        if (sent.getValueType() != JsonValue.ValueType.NULL) {
            return canonicalValue(sent, path);
        }
        if (property.type().isPrimitive()) {
            throw new MalformedValueException(path, "null is not possible here");
        }
        return nothing();
    }

    /** The attribute of an entity as canonical JSON. */
    public final JsonValue read(Object bean) {
        Object raw = property.get(bean);
        return raw == null ? nothing() : toJson(raw);
    }

    /**
     * Writes a canonical value into an entity or embeddable. {@code present} is what the attribute has, or had in the
     * object's place.
     */
    public final void write(Object bean, Object present, JsonValue canonical, References references) {
        property.set(bean, replacing(present, canonical, references));
    }

    /** The Java value of a canonical one, in the place of {@code present}. */
    Object replacing(Object present, JsonValue canonical, References references) {
        return canonical == JsonValue.NULL ? null : toJava(canonical, references);
    }
}
