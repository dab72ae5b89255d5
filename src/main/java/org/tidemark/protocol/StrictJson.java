package org.tidemark.protocol;

import jakarta.json.JsonConfig;
import jakarta.json.JsonException;
import jakarta.json.JsonObject;
import jakarta.json.JsonReaderFactory;
import jakarta.json.JsonStructure;
import jakarta.json.stream.JsonParsingException;
import java.io.StringReader;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;

/**
 * Reads a JSON object, and refuses what lenient readers let pass: bytes that are no UTF-8, a name that occurs twice (one of the
 * values would be lost), nesting so deep that it only serves to exhaust the stack.
 */
public final class StrictJson {

    /** Deeper than any message of the protocol, an embedded object in a field included. */
    private static final int MAX_DEPTH = 32;

    private static final JsonReaderFactory READERS =
            Json.createReaderFactory(Map.of(JsonConfig.KEY_STRATEGY, JsonConfig.KeyStrategy.NONE));

    private StrictJson() {}

    /** The object in these bytes, or a 400 that says where reading stopped. */
    public static JsonObject object(byte[] utf8) {
        String text = decode(utf8);
        scan(text);
        try (var reader = READERS.createReader(new StringReader(text))) {
            JsonStructure read = reader.read();
            if (read instanceof JsonObject object) {
                return object;
            }
            throw Refusal.malformed("", "a JSON object is expected");
        } catch (JsonException | IllegalStateException e) {
            throw unreadable(text, e);
        }
    }

    private static Refusal unreadable(String text, RuntimeException e) {
        Optional<String> twice = NamedTwice.pointer(text);
        if (twice.isPresent()) {
            return Refusal.malformed(twice.get(), "this name occurs twice in its object");
        }
        if (e instanceof JsonParsingException parsing) {
            var at = parsing.getLocation();
            return Refusal.malformed("", "no JSON: line " + at.getLineNumber() + ", column " + at.getColumnNumber());
        }
        return Refusal.malformed("", "no JSON object");
    }

    private static String decode(byte[] utf8) {
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(utf8))
                    .toString();
        } catch (CharacterCodingException e) {
            throw Refusal.malformed("", "the body is not UTF-8");
        }
    }

    /** Parsers stop at the end of the object and overlook what follows; some recurse with the depth. */
    private static void scan(String text) {
        int depth = 0;
        boolean quoted = false;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (quoted) {
                if (c == '\\') {
                    i++;
                } else if (c == '"') {
                    quoted = false;
                }
            } else if (c == '"') {
                quoted = true;
            } else if (c == '{' || c == '[') {
                if (++depth > MAX_DEPTH) {
                    throw Refusal.malformed("", "nested deeper than " + MAX_DEPTH + " levels, at character " + i);
                }
            } else if (c == '}' || c == ']') {
                if (--depth == 0 && !text.substring(i + 1).isBlank()) {
                    throw Refusal.malformed("", "text follows the object, at character " + (i + 1));
                }
            }
        }
    }
}
