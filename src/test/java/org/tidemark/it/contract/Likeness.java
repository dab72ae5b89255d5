package org.tidemark.it.contract;

import jakarta.json.JsonArray;
import jakarta.json.JsonObject;
import jakarta.json.JsonString;
import jakarta.json.JsonValue;
import jakarta.json.JsonValue.ValueType;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Compares real JSON with an example: the same members, of the same types. What has another value each time (ids,
 * versions, cursors) is learned from the answers, and put into the requests that follow. Not threadsafe.
 */
public final class Likeness {

    private static final Pattern UUID = Pattern.compile("[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}");
    private static final Pattern INSTANT = Pattern.compile("\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d(\\.\\d{1,6})?Z");
    private static final Pattern VERSION = Pattern.compile("\"version\": ?(\\d+)");
    private static final Pattern CURSOR = Pattern.compile("\"cursor\": ?\"([^\"]+)\"");

    private final Map<String, String> texts = new HashMap<>();
    private final Map<String, String> versions = new HashMap<>();

    /** The text with what is known put into it. An id that is not known yet is a new one. */
    public String real(String example, String cursorOtherwise) {
        String withIds =
                UUID.matcher(example).replaceAll(id -> texts.computeIfAbsent(id.group(), unknown -> Sample.id()));
        String withVersions =
                VERSION.matcher(withIds).replaceAll(version -> "\"version\": " + version(version.group(1)));
        return CURSOR.matcher(withVersions)
                .replaceAll(cursor -> Matcher.quoteReplacement(
                        "\"cursor\": \"" + texts.computeIfAbsent(cursor.group(1), unknown -> cursorOtherwise) + '"'));
    }

    private String version(String example) {
        String known = versions.get(example);
        if (known == null) {
            throw new AssertionError("nothing before has given the version " + example);
        }
        return known;
    }

    /** Fails with the place where the answer differs from the example; else learns from it. */
    public void assertAlike(JsonValue example, JsonValue real) {
        String difference = difference("", example, real);
        if (difference != null) {
            throw new AssertionError(difference + "\nexample: " + example + "\nserver:  " + real);
        }
        learn("", example, real);
    }

    private String difference(String at, JsonValue example, JsonValue real) {
        if (real == null) {
            return at + " is missing";
        }
        if (example.getValueType() == ValueType.NULL || real.getValueType() == ValueType.NULL) {
            return null; // a value that may be null is of any type
        }
        if (example instanceof JsonObject object && real instanceof JsonObject other) {
            return differentMembers(at, object, other);
        }
        if (example instanceof JsonArray array && real instanceof JsonArray other) {
            return differentElements(at, array, other);
        }
        String expected = kind(example);
        String found = kind(real);
        if (!expected.equals(found)) {
            return at + " is of type " + found + ", not " + expected;
        }
        return expected.equals("id") && !isWhatIsKnown(example, real) ? at + " is another id than before" : null;
    }

    private String differentMembers(String at, JsonObject example, JsonObject real) {
        for (String name : real.keySet()) {
            if (!example.containsKey(name)) {
                return at + "/" + name + " is not in the example";
            }
        }
        for (String name : example.keySet()) {
            String difference = difference(at + "/" + name, example.get(name), real.get(name));
            if (difference != null) {
                return difference;
            }
        }
        return null;
    }

    /** Each element of the example is there, and nothing that is like none of them; in any order. */
    private String differentElements(String at, JsonArray example, JsonArray real) {
        for (JsonValue element : real) {
            String difference = example.isEmpty() ? at + " is empty in the example" : unlikeAll(at, element, example);
            if (difference != null) {
                return difference;
            }
        }
        return example.stream().allMatch(element -> matching(element, real, List.of()) != null)
                ? null
                : at + " has no element like each of the example";
    }

    private String unlikeAll(String at, JsonValue real, JsonArray examples) {
        String difference = null;
        for (JsonValue example : examples) {
            difference = difference(at + "/-", example, real);
            if (difference == null) {
                return null;
            }
        }
        return difference;
    }

    private JsonValue matching(JsonValue example, JsonArray real, List<JsonValue> taken) {
        return real.stream()
                .filter(element -> taken.stream().noneMatch(one -> one == element))
                .filter(element -> difference("", example, element) == null)
                .findFirst()
                .orElse(null);
    }

    private boolean isWhatIsKnown(JsonValue example, JsonValue real) {
        String known = texts.get(((JsonString) example).getString());
        return known == null || known.equals(((JsonString) real).getString());
    }

    private static String kind(JsonValue value) {
        if (value instanceof JsonString string) {
            String text = string.getString();
            return UUID.matcher(text).matches() ? "id" : INSTANT.matcher(text).matches() ? "instant" : "string";
        }
        return value == JsonValue.TRUE || value == JsonValue.FALSE
                ? "boolean"
                : value.getValueType().toString();
    }

    private void learn(String name, JsonValue example, JsonValue real) {
        if (example instanceof JsonObject object && real instanceof JsonObject other) {
            object.forEach((member, value) -> learn(member, value, other.get(member)));
        } else if (example instanceof JsonArray array && real instanceof JsonArray other) {
            List<JsonValue> taken = new ArrayList<>();
            for (JsonValue element : array) {
                JsonValue like = matching(element, other, taken);
                if (like != null) {
                    taken.add(like);
                    learn(name, element, like);
                }
            }
        } else if (example instanceof JsonString string && real instanceof JsonString other) {
            if (name.equals("cursor") || UUID.matcher(string.getString()).matches()) {
                texts.putIfAbsent(string.getString(), other.getString());
            }
        } else if (name.equals("version")) {
            versions.put(example.toString(), real.toString());
        }
    }
}
