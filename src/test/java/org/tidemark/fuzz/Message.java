package org.tidemark.fuzz;

import jakarta.json.Json;
import jakarta.json.JsonObject;
import jakarta.json.JsonString;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Makes messages that are almost right: in the form of a sync, of collections and fields that there are, with values of
 * the fields' types or of none; and then now and then breaks the form itself.
 */
public final class Message {

    /** What strangers put where something else belongs, as JSON or as none. */
    private static final List<String> ODD = List.of(
            "null",
            "true",
            "-1",
            "0",
            "1.5",
            "1e5",
            "1e99999999999",
            "-0",
            "01",
            "NaN",
            "9007199254740993",
            "9".repeat(400),
            "0." + "1".repeat(1100),
            "\"\"",
            "\"\\u0000\"",
            "\"\\ud800\"",
            "\"\\udc00\\ud800\"",
            "\"\uD83C\uDF0A\"",
            "\"__proto__\"",
            "\"x'; drop table company; --\"",
            "[]",
            "{}",
            "[[]]",
            "[null]",
            "{\"a\":{\"b\":{}}}",
            "{\"a\":1,\"a\":2}",
            "\"2026-02-30\"",
            "\"+1000000000-01-01T00:00:00Z\"",
            "\"2026-11-29T24:00:00Z\"",
            "\"PT1000000000000000H\"",
            "\"not base64!\"",
            "\"1E+1000000000\"",
            "\"" + "9".repeat(2000) + "\"",
            "\"" + "x".repeat(5000) + "\"",
            "'x'",
            "/**/1");

    private static final List<String> NAMES =
            List.of("__proto__", "constructor", "", "id", "version", "\\u0000", "~0/1");
    private static final List<String> TOKENS = List.of(
            "{", "}", "[", "]", ",", ":", "\"", "\\", "null", "\uFEFF", "\u0000", "[".repeat(40), "{\"a\":".repeat(40));

    private final SplittableRandom random;
    private final List<JsonObject> collections;

    /**
     * @param seed of this message alone: it can be made again without those before it
     * @param collections as the server describes them
     */
    public Message(long seed, List<JsonObject> collections) {
        this.random = new SplittableRandom(seed);
        this.collections = collections;
    }

    /** The bytes of a request to {@code POST /api/sync}. */
    public byte[] bytes() {
        String text = "{" + members(0.02, "\"replica\":" + id(), "\"push\":" + push(), "\"pull\":" + pull()) + "}";
        byte[] bytes = (chance(0.1) ? broken(text) : text).getBytes(StandardCharsets.UTF_8);
        for (int n = chance(0.05) ? 1 + random.nextInt(3) : 0; n > 0 && bytes.length > 0; n--) {
            bytes[random.nextInt(bytes.length)] = (byte) random.nextInt(256);
        }
        return bytes;
    }

    /** A form that is none: something cut out, or put in. */
    private String broken(String text) {
        int at = random.nextInt(text.length());
        return switch (random.nextInt(3)) {
            case 0 -> text.substring(0, at);
            case 1 -> text.substring(0, at) + text.substring(Math.min(text.length(), at + 1 + random.nextInt(20)));
            default -> text.substring(0, at) + one(TOKENS) + text.substring(at);
        };
    }

    private String push() {
        if (chance(0.1)) {
            return odd();
        }
        String changes = IntStream.range(0, 1 + random.nextInt(2))
                .mapToObj(i -> changes(one(collections)))
                .distinct()
                .collect(Collectors.joining(","));
        return "{"
                + members(
                        0.03,
                        "\"number\":" + version(),
                        "\"changes\":{" + changes + "}",
                        "\"resolutions\":["
                                + (chance(0.8) ? "" : "{\"conflict\":" + id() + ",\"outcome\":" + outcome() + "}")
                                + "]")
                + "}";
    }

    private String changes(JsonObject collection) {
        List<String> kinds = new ArrayList<>();
        if (chance(0.6)) {
            kinds.add("\"added\":[{"
                    + members(0.03, "\"id\":" + id(), "\"fields\":" + fields(collection), "\"group\":\"g\"") + "}]");
        }
        if (chance(0.6)) {
            kinds.add("\"modified\":[{"
                    + members(
                            0.03,
                            "\"id\":" + id(),
                            "\"version\":" + version(),
                            "\"fields\":" + fields(collection),
                            "\"base\":" + fields(collection))
                    + "}]");
        }
        if (chance(0.3)) {
            kinds.add("\"deleted\":[{" + members(0.03, "\"id\":" + id(), "\"version\":" + version()) + "}]");
        }
        String name = chance(0.03) ? one(NAMES) : collection.getString("name");
        return "\"" + name + "\":{" + String.join(",", kinds) + "}";
    }

    private String fields(JsonObject described) {
        if (chance(0.02)) {
            return odd();
        }
        List<String> fields = new ArrayList<>();
        for (JsonObject field : described.getJsonArray("fields").getValuesAs(JsonObject.class)) {
            if (chance(0.7)) {
                fields.add("\"" + field.getString("name") + "\":" + (chance(0.1) ? odd() : value(field)));
            }
        }
        if (chance(0.02)) {
            fields.add("\"" + one(NAMES) + "\":" + odd());
        }
        return "{" + String.join(",", fields) + "}";
    }

    /** Of the field's type, at its edges as well. */
    private String value(JsonObject field) {
        return switch (field.getString("type")) {
            case "string" -> "\"" + "a".repeat(random.nextInt(3)) + (char) ('a' + random.nextInt(26)) + "\"";
            case "enum" ->
                field.getJsonArray("values").isEmpty()
                        ? "\"x\""
                        : Json.createValue(one(field.getJsonArray("values").getValuesAs(JsonString.class))
                                        .getString())
                                .toString();
            case "uuid", "reference" -> id();
            case "boolean" -> String.valueOf(random.nextBoolean());
            case "integer" -> one(List.of("0", "-1", "127", "32768", "2147483647", "2147483648", "1.0", "1e3"));
            case "number" -> one(List.of("0", "-0.0", "1e308", "1e309", "0.1", "4.9e-324", "16777217"));
            case "decimal" ->
                one(List.of(
                        "\"1.50\"", "1.5", "\"-0\"", "\"9223372036854775808\"", "\"1e400\"", "\"0.000\"", "\" 1\""));
            case "date" -> one(List.of("\"2026-11-30\"", "\"0000-01-01\"", "\"9999-12-31\"", "\"2026-2-3\""));
            case "dateTime" -> one(List.of("\"2026-11-30T10:00\"", "\"2026-11-30T10:00:00.123456789\"", "\"2026\""));
            case "time" -> one(List.of("\"10:00\"", "\"24:00\"", "\"10:00:00.123456\"", "\"23:59:60\""));
            case "instant" ->
                one(List.of(
                        "\"2026-11-30T10:00:00Z\"",
                        "\"2026-11-30T10:00:00.1234567Z\"",
                        "\"2026-11-30T10:00:00+01:00\""));
            case "bytes" ->
                "\"" + Base64.getEncoder().encodeToString(new byte[random.nextInt(5)]) + (chance(0.1) ? "=" : "")
                        + "\"";
            case "object" -> field.containsKey("fields") ? fields(field) : "{}";
            case "array" -> "[" + (chance(0.5) ? "" : odd()) + "]";
            default -> odd();
        };
    }

    private String pull() {
        return chance(0.1) ? odd() : "{" + members(0.03, "\"cursor\":" + cursor(), "\"page\":" + version()) + "}";
    }

    private String cursor() {
        if (chance(0.2)) {
            return odd();
        }
        String inside = "{\"epoch\":" + id() + ",\"user\":\"alice\",\"seen\":{\"emea\":"
                + (chance(0.3) ? odd() : version()) + "}" + (chance(0.3) ? ",\"pass\":" + odd() : "") + "}";
        byte[] bytes = (chance(0.1) ? broken(inside) : inside).getBytes(StandardCharsets.UTF_8);
        String cursor = Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
        return "\"" + cursor + "." + random.nextInt(3) + "." + "A".repeat(42 + random.nextInt(3)) + "\"";
    }

    private String id() {
        return chance(0.03)
                ? odd()
                : "\"c0000000-0000-4000-8000-00000000000" + Integer.toHexString(random.nextInt(16)) + "\"";
    }

    private String version() {
        return chance(0.05) ? odd() : String.valueOf(1 + random.nextInt(9));
    }

    private String outcome() {
        return chance(0.1) ? odd() : one(List.of("\"client\"", "\"server\"", "\"merged\""));
    }

    /** These, or with a small chance one less or one more. */
    private String members(double odd, String... members) {
        List<String> list = new ArrayList<>(List.of(members));
        if (chance(odd)) {
            list.remove(random.nextInt(list.size()));
        }
        if (chance(odd)) {
            list.add("\"" + one(NAMES) + "\":" + odd());
        }
        return String.join(",", list);
    }

    private String odd() {
        return one(ODD);
    }

    private boolean chance(double of) {
        return random.nextDouble() < of;
    }

    private <T> T one(List<T> all) {
        return all.get(random.nextInt(all.size()));
    }
}
