package org.tidemark.mapping.field;

import jakarta.json.JsonNumber;
import jakarta.json.JsonString;
import jakarta.json.JsonValue;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.Base64;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import org.tidemark.json.Json;

/**
 * How one Java type travels: the table "Values" of the protocol. Strict in what it reads, since a value read leniently
 * is a value changed silently; canonical in what it writes, so that equal values are equal JSON.
 */
public final class ValueType {

    /** Longer number texts only serve to exhaust memory. */
    static final int MAX_DIGITS = 1000;

    private static final int FLOAT_DIGITS = 6;

    /** As many as JavaScript writes. */
    private static final int DOUBLE_DIGITS = 17;

    private static final Set<String> NAMES = Set.of("string", "enum", "uuid", "integer");

    private final String wire;
    private final Reader reader;
    private final Function<Object, JsonValue> writer;

    interface Reader {
        /** Throws IllegalArgumentException or a subclass of RuntimeException of java.time for what cannot be read. */
        Object read(JsonValue value);
    }

    ValueType(String wire, Reader reader, Function<Object, JsonValue> writer) {
        this.wire = wire;
        this.reader = reader;
        this.writer = writer;
    }

    /** The type's name in the description of the server. */
    String wire() {
        return wire;
    }

    public Object read(JsonValue value, String field) throws MalformedValueException {
        try {
            return reader.read(value);
        } catch (IllegalArgumentException e) {
            throw new MalformedValueException(field, e.getMessage());
        } catch (RuntimeException e) {
            throw new MalformedValueException(field, "a value of type " + wire + " is expected");
        }
    }

    public JsonValue write(Object value) {
        return writer.apply(value);
    }

    /**
     * The type for a Java class.
     *
     * @param scale decimals that the database keeps, or -1 where that is not declared
     */
    public static ValueType of(Class<?> type, int scale) {
        if (type.isEnum()) {
            return new ValueType("enum", v -> constant(type, text(v)), v -> Json.createValue(((Enum<?>) v).name()));
        }
        if (type == BigDecimal.class) {
            return decimal(scale);
        }
        ValueType known = KNOWN.getOrDefault(type, TextValueTypes.KNOWN.get(type));
        return known != null ? known : JsonbValueType.of(type);
    }

    /** Whether a value of it can be the name of a scope. */
    boolean canGiveScope() {
        return NAMES.contains(wire)
                || this == KNOWN.get(long.class)
                || this == KNOWN.get(Long.class)
                || this == KNOWN.get(BigInteger.class);
    }

    private static final Map<Class<?>, ValueType> KNOWN = Map.ofEntries(
            Map.entry(String.class, new ValueType("string", ValueType::text, v -> Json.createValue((String) v))),
            Map.entry(boolean.class, ofBoolean()),
            Map.entry(Boolean.class, ofBoolean()),
            Map.entry(byte.class, integer(Byte.MIN_VALUE, Byte.MAX_VALUE, BigDecimal::byteValueExact)),
            Map.entry(Byte.class, integer(Byte.MIN_VALUE, Byte.MAX_VALUE, BigDecimal::byteValueExact)),
            Map.entry(short.class, integer(Short.MIN_VALUE, Short.MAX_VALUE, BigDecimal::shortValueExact)),
            Map.entry(Short.class, integer(Short.MIN_VALUE, Short.MAX_VALUE, BigDecimal::shortValueExact)),
            Map.entry(int.class, integer(Integer.MIN_VALUE, Integer.MAX_VALUE, BigDecimal::intValueExact)),
            Map.entry(Integer.class, integer(Integer.MIN_VALUE, Integer.MAX_VALUE, BigDecimal::intValueExact)),
            Map.entry(float.class, floating(FLOAT_DIGITS, n -> finite(n.floatValue()))),
            Map.entry(Float.class, floating(FLOAT_DIGITS, n -> finite(n.floatValue()))),
            Map.entry(double.class, floating(DOUBLE_DIGITS, n -> finite(n.doubleValue()))),
            Map.entry(Double.class, floating(DOUBLE_DIGITS, n -> finite(n.doubleValue()))),
            Map.entry(long.class, wholeText(ValueType::longExact)),
            Map.entry(Long.class, wholeText(ValueType::longExact)),
            Map.entry(BigInteger.class, wholeText(BigDecimal::toBigIntegerExact)),
            Map.entry(UUID.class, new ValueType("uuid", v -> uuid(text(v)), v -> Json.createValue(v.toString()))),
            Map.entry(
                    byte[].class,
                    new ValueType(
                            "bytes",
                            v -> Base64.getDecoder().decode(text(v)),
                            v -> Json.createValue(Base64.getEncoder().encodeToString((byte[]) v)))));

    private static ValueType ofBoolean() {
        return new ValueType(
                "boolean",
                v -> {
                    if (v == JsonValue.TRUE || v == JsonValue.FALSE) {
                        return v == JsonValue.TRUE;
                    }
                    throw new IllegalArgumentException("true or false is expected");
                },
                v -> (boolean) v ? JsonValue.TRUE : JsonValue.FALSE);
    }

    private static ValueType integer(long min, long max, Function<BigDecimal, Object> exact) {
        return new ValueType(
                "integer",
                v -> {
                    BigDecimal value = number(v);
                    if (value.compareTo(BigDecimal.valueOf(min)) < 0 || value.compareTo(BigDecimal.valueOf(max)) > 0) {
                        throw new IllegalArgumentException("an integer from " + min + " to " + max + " is expected");
                    }
                    return exactly(value, exact);
                },
                v -> Json.createValue(((Number) v).longValue()));
    }

    /** @param digits so many are kept of every number; of some, more are */
    private static ValueType floating(int digits, Function<BigDecimal, Object> reader) {
        return new ValueType(
                "number",
                v -> {
                    Object read = reader.apply(number(v));
                    if (number(v).stripTrailingZeros().precision() > digits
                            && new BigDecimal(read.toString()).compareTo(number(v)) != 0) {
                        throw new IllegalArgumentException("the number has more digits than are kept");
                    }
                    return read;
                },
                ValueType::finiteNumber);
    }

    /**
     * Some databases hold what JSON has no word for. One such value must not keep all others of its scope from a
     * replica.
     */
    private static JsonValue finiteNumber(Object value) {
        return Double.isFinite(((Number) value).doubleValue())
                ? Json.createValue(new BigDecimal(value.toString()))
                : JsonValue.NULL;
    }

    private static ValueType wholeText(Function<BigDecimal, Object> exact) {
        return new ValueType("decimal", v -> exactly(numberOrText(v), exact), v -> Json.createValue(v.toString()));
    }

    private static ValueType decimal(int scale) {
        return new ValueType(
                "decimal",
                v -> {
                    BigDecimal value = numberOrText(v);
                    if (scale < 0) {
                        return value;
                    }
                    if (value.signum() != 0 && value.stripTrailingZeros().scale() > scale) {
                        throw new IllegalArgumentException("at most " + scale + " decimals are kept");
                    }
                    return value.setScale(scale);
                },
                v -> Json.createValue(plain((BigDecimal) v, scale)));
    }

    private static String plain(BigDecimal value, int scale) {
        if (scale >= 0 && value.scale() <= scale) {
            return value.setScale(scale).toPlainString();
        }
        return value.signum() == 0 ? "0" : value.stripTrailingZeros().toPlainString();
    }

    private static BigDecimal number(JsonValue value) {
        if (value instanceof JsonNumber number) {
            return bounded(number.bigDecimalValue());
        }
        throw new IllegalArgumentException("a number is expected");
    }

    private static BigDecimal numberOrText(JsonValue value) {
        if (value instanceof JsonString string) {
            if (string.getString().length() > MAX_DIGITS) {
                throw new IllegalArgumentException("more than " + MAX_DIGITS + " digits");
            }
            try {
                return bounded(new BigDecimal(string.getString()));
            } catch (NumberFormatException e) {
                throw new IllegalArgumentException("a decimal number is expected", e);
            }
        }
        return number(value);
    }

    private static BigDecimal bounded(BigDecimal value) {
        if (value.precision() > MAX_DIGITS || Math.abs((long) value.scale()) > MAX_DIGITS) {
            throw new IllegalArgumentException("more than " + MAX_DIGITS + " digits");
        }
        return value;
    }

    private static Object exactly(BigDecimal value, Function<BigDecimal, Object> exact) {
        try {
            return exact.apply(value);
        } catch (ArithmeticException e) {
            throw new IllegalArgumentException("a whole number in range is expected", e);
        }
    }

    private static Object longExact(BigDecimal value) {
        return value.longValueExact();
    }

    private static Object finite(float value) {
        if (Float.isFinite(value)) {
            return value;
        }
        throw new IllegalArgumentException("the number is out of range");
    }

    private static Object finite(double value) {
        if (Double.isFinite(value)) {
            return value;
        }
        throw new IllegalArgumentException("the number is out of range");
    }

    private static Object uuid(String text) {
        UUID value = UUID.fromString(text);
        if (!value.toString().equals(text.toLowerCase(Locale.ROOT))) {
            throw new IllegalArgumentException("a UUID is expected");
        }
        return value;
    }

    private static Object constant(Class<?> type, String name) {
        for (Object constant : type.getEnumConstants()) {
            if (((Enum<?>) constant).name().equals(name)) {
                return constant;
            }
        }
        throw new IllegalArgumentException("the value is not one of the enumeration");
    }

    /** Text that every database stores as it is: no NUL, which PostgreSQL refuses, and no half of a surrogate pair. */
    static String text(JsonValue value) {
        if (!(value instanceof JsonString string)) {
            throw new IllegalArgumentException("a string is expected");
        }
        String text = string.getString();
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == 0) {
                throw new IllegalArgumentException("the character U+0000 cannot be stored");
            }
            if (Character.isHighSurrogate(c) && i + 1 < text.length() && Character.isLowSurrogate(text.charAt(i + 1))) {
                i++;
            } else if (Character.isSurrogate(c)) {
                throw new IllegalArgumentException("half of a surrogate pair cannot be stored");
            }
        }
        return text;
    }
}
