package org.tidemark.mapping.field;

import jakarta.json.JsonArray;
import jakarta.json.JsonString;
import jakarta.json.JsonValue;
import jakarta.persistence.Convert;
import java.math.BigDecimal;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import org.tidemark.dialect.Dialect.Unit;
import org.tidemark.spi.Synchronisable;

/**
 * The column that a field, or a part of one, is stored in: as the database has it, which may be narrower than what the
 * class says.
 *
 * @param path of the attribute below the entity, {@code address.city}
 * @param way the objects that the attribute is embedded in
 * @param nullable whether it can hold null
 * @param longest what it can hold, or -1 where there is no limit
 * @param unit what {@code longest} counts
 * @param isPadded whether it fills up what is shorter than {@code longest}
 * @param range what numbers it can hold, or null where that is not known
 */
public record Column(
        String path,
        List<Property> way,
        SyncField field,
        String table,
        String name,
        boolean nullable,
        long longest,
        Unit unit,
        boolean isPadded,
        NumberRange range) {

    /** The value that an entity has there, as a parameter of a query; of a reference, the id. */
    public Object rawOf(Object entity) {
        Object at = entity;
        for (Property property : way) {
            at = property.get(at);
            if (at == null) {
                return null;
            }
        }
        Object raw = field.property().get(at);
        return raw instanceof Synchronisable target ? target.getSyncId() : raw;
    }

    /** Why it cannot hold the canonical value, or one of a collection; empty if it can, or if nobody knows. */
    public Optional<String> refuses(JsonValue value) {
        return value instanceof JsonArray elements
                ? elements.stream()
                        .map(this::refusesOne)
                        .flatMap(Optional::stream)
                        .findFirst()
                : refusesOne(value);
    }

    private Optional<String> refusesOne(JsonValue value) {
        BigDecimal number = range == null ? null : number(value);
        if (number != null) {
            return range.refuses(number);
        }
        if (longest < 0 || !(value instanceof JsonString string) || !isCounted()) {
            return Optional.empty();
        }
        String text = string.getString();
        // No unit counts more than four for a character: most values are short.
        if (text.length() <= longest / 4 || length(text) <= longest) {
            return Optional.empty();
        }
        boolean isText = type() == String.class && unit != Unit.BYTES;
        return Optional.of("must have at most " + longest + (isText ? " characters" : " bytes"));
    }

    /** Whether it may give back another value than this one; some databases fill up, others cut the blanks off. */
    public boolean pads(JsonValue value) {
        if (value instanceof JsonArray elements) {
            return elements.stream().anyMatch(this::pads);
        }
        return isPadded
                && isCounted()
                && value instanceof JsonString string
                && (length(string.getString()) != longest || string.getString().endsWith(" "));
    }

    /** Whether it holds the value as it travels. */
    public boolean isCounted() {
        Class<?> type = type();
        return (type == String.class || type == byte[].class)
                && !field.property().is(Convert.class);
    }

    /** Of what is a number in the class, and is stored as one. */
    private BigDecimal number(JsonValue value) {
        Class<?> type = type();
        boolean isNumber = Number.class.isAssignableFrom(type)
                || type.isPrimitive() && type != boolean.class && type != char.class;
        if (!isNumber || field.property().is(Convert.class)) {
            return null;
        }
        return KeptNumbers.number(value);
    }

    /** Of the value, or of each one in a collection. */
    private Class<?> type() {
        return field instanceof ElementCollectionField elements
                ? elements.elementType()
                : field.property().type();
    }

    private long length(String text) {
        if (type() == byte[].class) {
            return Base64.getDecoder().decode(text).length;
        }
        return switch (unit) {
            case CHARS -> text.length();
            case CODE_POINTS -> text.codePointCount(0, text.length());
            case BYTES ->
                text.codePoints()
                        .map(c -> c < 0x80 ? 1 : c < 0x800 ? 2 : c < 0x10000 ? 3 : 4)
                        .sum();
        };
    }
}
