package org.tidemark.protocol;

import jakarta.json.JsonArray;
import jakarta.json.JsonNumber;
import jakarta.json.JsonObject;
import jakarta.json.JsonString;
import jakarta.json.JsonValue;
import java.math.BigDecimal;
import java.util.HashSet;
import java.util.Locale;
import java.util.Set;
import java.util.UUID;

/**
 * The members of one object of a message, read by name. Each reading names the place if the value is not what it should
 * be, and {@link #end()} refuses the members that nobody asked for: a member silently dropped is data lost. Not
 * threadsafe.
 *
 * <p>See docs/protocol.md, P3 and P5.
 */
public final class MessageReader {

    /** 2^53-1: the largest integer that every browser holds exactly. */
    public static final long MAX_SAFE_INTEGER = (1L << 53) - 1;

    private final JsonObject object;
    private final String pointer;
    private final Set<String> read = new HashSet<>();

    public MessageReader(JsonObject object, String pointer) {
        this.object = object;
        this.pointer = pointer;
    }

    /** The members of the object at this place, which must be one. */
    public static MessageReader of(JsonValue value, String pointer) {
        if (value instanceof JsonObject object) {
            return new MessageReader(object, pointer);
        }
        throw Refusal.malformed(pointer, "an object is expected");
    }

    /** The JSON Pointer of a member. */
    public String at(String name) {
        return pointer + "/" + name.replace("~", "~0").replace("/", "~1");
    }

    public String pointer() {
        return pointer;
    }

    public Set<String> names() {
        return object.keySet();
    }

    /** The member, or null where it is absent or null. */
    public JsonValue optional(String name) {
        read.add(name);
        JsonValue value = object.get(name);
        return value == null || value == JsonValue.NULL ? null : value;
    }

    private JsonValue required(String name) {
        JsonValue value = optional(name);
        if (value == null) {
            throw Refusal.malformed(at(name), name + " is required");
        }
        return value;
    }

    public JsonObject object(String name) {
        if (required(name) instanceof JsonObject value) {
            return value;
        }
        throw Refusal.malformed(at(name), name + " must be an object");
    }

    /** The object, or an empty one where it is absent. */
    public JsonObject objectOrEmpty(String name) {
        return optional(name) == null ? JsonValue.EMPTY_JSON_OBJECT : object(name);
    }

    /** The array, or an empty one where it is absent. */
    public JsonArray arrayOrEmpty(String name) {
        JsonValue value = optional(name);
        if (value == null) {
            return JsonValue.EMPTY_JSON_ARRAY;
        }
        if (value instanceof JsonArray array) {
            return array;
        }
        throw Refusal.malformed(at(name), name + " must be an array");
    }

    public String string(String name) {
        if (required(name) instanceof JsonString value) {
            return value.getString();
        }
        throw Refusal.malformed(at(name), name + " must be a string");
    }

    /** The string, or null where it is absent. */
    public String optionalString(String name) {
        return optional(name) == null ? null : string(name);
    }

    /** The string, or null where it is absent; of what every database keeps as it is. */
    public String text(String name, int longest) {
        String text = optionalString(name);
        if (text != null && (text.length() > longest || text.indexOf('\0') >= 0 || isTorn(text))) {
            throw Refusal.malformed(
                    at(name),
                    name + " has at most " + longest + " characters, without U+0000 and halves of a surrogate pair");
        }
        return text;
    }

    /** A character outside the first 65,536 takes two places, and one alone is none. */
    private static boolean isTorn(String text) {
        return text.codePoints()
                .anyMatch(point -> point >= Character.MIN_SURROGATE && point <= Character.MAX_SURROGATE);
    }

    /** A lower-case UUID: one spelling, so that an id is equal to itself everywhere. */
    public UUID uuid(String name) {
        String text = string(name);
        try {
            UUID value = UUID.fromString(text);
            if (value.toString().equals(text)) {
                return value;
            }
        } catch (IllegalArgumentException e) {
            // said below
        }
        throw Refusal.malformed(at(name), name + " must be a lower-case UUID");
    }

    /** An integer from 1 to {@code max}. */
    public long positive(String name, long max) {
        if (required(name) instanceof JsonNumber number && isInteger(number)) {
            BigDecimal value = number.bigDecimalValue();
            if (value.signum() > 0 && value.compareTo(BigDecimal.valueOf(max)) <= 0) {
                return value.longValueExact();
            }
        }
        throw Refusal.malformed(at(name), name + " must be an integer from 1 to " + max);
    }

    /** One of the enum's constants, in lower case. */
    public <E extends Enum<E>> E oneOf(String name, Class<E> type) {
        String text = string(name);
        for (E constant : type.getEnumConstants()) {
            if (constant.name().toLowerCase(Locale.ROOT).equals(text)) {
                return constant;
            }
        }
        throw Refusal.malformed(at(name), name + " is unknown");
    }

    /** Refuses the members that were not read. */
    public void end() {
        for (String name : object.keySet()) {
            if (!read.contains(name)) {
                throw Refusal.malformed(at(name), "unknown member");
            }
        }
    }

    /** Looks at the text first: to expand 1e999999999 would take all memory. */
    private static boolean isInteger(JsonNumber number) {
        BigDecimal value = number.bigDecimalValue();
        return value.scale() == 0 && value.precision() <= 19;
    }
}
