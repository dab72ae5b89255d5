package org.tidemark.conformance;

import jakarta.json.JsonArray;
import jakarta.json.JsonNumber;
import jakarta.json.JsonObject;
import jakarta.json.JsonString;
import jakarta.json.JsonValue;
import jakarta.json.spi.JsonProvider;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import java.util.function.Function;
import java.util.regex.Pattern;

/**
 * What the names in a vector stand for. A text such as {@code $id:company} is put into requests; in an answer it is
 * learned where it is not known yet, and compared where it is. Not threadsafe.
 */
final class Bindings {

    private static final JsonProvider JSON = JsonProvider.provider();
    private static final Pattern NAME = Pattern.compile("\\$[a-z]+:[a-z-]+");
    private static final Pattern ID = Pattern.compile("[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}");
    private static final Pattern INSTANT = Pattern.compile("\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d(\\.\\d{1,6})?Z");

    private final Map<String, JsonValue> known = new HashMap<>();
    private final Function<String, String> userName;

    /** @param userName by the person's name in the vectors */
    Bindings(Function<String, String> userName) {
        this.userName = userName;
    }

    void bind(String name, JsonValue value) {
        known.put(name, value);
    }

    long number(String name) {
        return ((JsonNumber) value(name)).longValueExact();
    }

    /** A text with the names in it replaced. */
    String text(String text) {
        return NAME.matcher(text).replaceAll(name -> ((JsonString) value(name.group())).getString());
    }

    /** What is sent. An id that is not known yet is a new one. */
    JsonValue real(JsonValue value) {
        if (value instanceof JsonObject object) {
            var real = JSON.createObjectBuilder();
            object.forEach((name, member) -> real.add(name, real(member)));
            return real.build();
        }
        if (value instanceof JsonArray array) {
            var real = JSON.createArrayBuilder();
            array.forEach(element -> real.add(real(element)));
            return real.build();
        }
        return value instanceof JsonString text
                        && NAME.matcher(text.getString()).matches()
                ? value(text.getString())
                : value;
    }

    private JsonValue value(String name) {
        if (name.startsWith("$user:")) {
            return JSON.createValue(userName.apply(name.substring("$user:".length())));
        }
        if (name.startsWith("$id:")) {
            known.computeIfAbsent(name, id -> JSON.createValue(UUID.randomUUID().toString()));
        }
        if (!known.containsKey(name)) {
            throw new IllegalStateException("nothing before has given " + name);
        }
        return known.get(name);
    }

    /** Where the answer differs from what is expected; null where it does not. Members beyond it are allowed (P4). */
    String difference(String at, JsonValue expected, JsonValue real) {
        if (expected instanceof JsonString text && text.getString().startsWith("$")) {
            return differenceFromName(at, text.getString(), real);
        }
        if (real == null) {
            return at + " is missing";
        }
        if (expected instanceof JsonObject object) {
            return object.containsKey("$contains") || object.containsKey("$lacks")
                    ? differenceFromSome(at, object, real)
                    : differenceFromObject(at, object, real);
        }
        if (expected instanceof JsonArray array) {
            return differenceFromArray(at, array, real);
        }
        if (expected instanceof JsonNumber number && real instanceof JsonNumber other) {
            return number.bigDecimalValue().compareTo(other.bigDecimalValue()) == 0 ? null : other(at, expected, real);
        }
        return expected.equals(real) ? null : other(at, expected, real);
    }

    private static String other(String at, Object expected, JsonValue real) {
        return at + " is " + real + ", not " + expected;
    }

    private String differenceFromObject(String at, JsonObject expected, JsonValue real) {
        if (!(real instanceof JsonObject object)) {
            return other(at, "an object", real);
        }
        for (String name : expected.keySet()) {
            String difference = difference(at + "/" + name, expected.get(name), object.get(name));
            if (difference != null) {
                return difference;
            }
        }
        return null;
    }

    /** As many elements, in this order. */
    private String differenceFromArray(String at, JsonArray expected, JsonValue real) {
        if (!(real instanceof JsonArray array) || array.size() != expected.size()) {
            return other(at, expected.size() + " elements", real);
        }
        for (int i = 0; i < expected.size(); i++) {
            String difference = difference(at + "/" + i, expected.get(i), array.get(i));
            if (difference != null) {
                return difference;
            }
        }
        return null;
    }

    /** An element like each of some, and none like others, in any order. */
    private String differenceFromSome(String at, JsonObject expected, JsonValue real) {
        if (!(real instanceof JsonArray array)) {
            return other(at, "an array", real);
        }
        for (JsonValue wanted :
                expected.getOrDefault("$contains", JsonValue.EMPTY_JSON_ARRAY).asJsonArray()) {
            if (array.stream().noneMatch(element -> isLike(wanted, element))) {
                return at + " has nothing like " + wanted + ": " + real;
            }
        }
        for (JsonValue unwanted :
                expected.getOrDefault("$lacks", JsonValue.EMPTY_JSON_ARRAY).asJsonArray()) {
            if (array.stream().anyMatch(element -> isLike(unwanted, element))) {
                return at + " has something like " + unwanted + ": " + real;
            }
        }
        return null;
    }

    /** What one element has taught is forgotten if it was not the one. */
    private boolean isLike(JsonValue wanted, JsonValue element) {
        Map<String, JsonValue> before = new HashMap<>(known);
        boolean isLike = difference("", wanted, element) == null;
        if (!isLike) {
            known.clear();
            known.putAll(before);
        }
        return isLike;
    }

    private String differenceFromName(String at, String name, JsonValue real) {
        if (name.equals("$absent")) {
            return real == null ? null : other(at, "absent", real);
        }
        if (real == null) {
            return at + " is missing";
        }
        boolean isAlike =
                switch (name.split(":", 2)[0]) {
                    case "$any" -> true;
                    case "$number" -> real instanceof JsonNumber;
                    case "$instant" ->
                        real instanceof JsonString text
                                && INSTANT.matcher(text.getString()).matches();
                    case "$user" -> real.equals(value(name));
                    case "$id" ->
                        real instanceof JsonString text
                                && ID.matcher(text.getString()).matches()
                                && isKnownAs(name, real);
                    case "$version" ->
                        real instanceof JsonNumber number && number.isIntegral() && isKnownAs(name, real);
                    case "$cursor" -> real instanceof JsonString && isKnownAs(name, real);
                    default -> throw new IllegalStateException("no vector may say " + name);
                };
        return isAlike ? null : other(at, known.containsKey(name) ? name + ", " + known.get(name) : name, real);
    }

    private boolean isKnownAs(String name, JsonValue real) {
        JsonValue before = known.putIfAbsent(name, real);
        return before == null || before.equals(real);
    }
}
