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
import org.tidemark.json.DuplicateMember;
import org.tidemark.json.Json;

/**
 * Reads a JSON object, and refuses what lenient readers let pass: bytes that are no UTF-8, a name that occurs twice
 * (one of the values would be lost), nesting so deep that it only serves to exhaust the stack.
 *
 * <p>See docs/protocol.md, P1 and P6.
 */
public final class StrictJson {

    /** Deeper than any message of the protocol, an embedded object in a field included. */
    private static final int MAX_DEPTH = 32;

    /**
     * Two bytes make a value of forty times as much in the memory: two hundred for each change that a push may have.
     */
    private static final int MAX_VALUES = 200_000;

    private static final JsonReaderFactory READERS =
            Json.createReaderFactory(Map.of(JsonConfig.KEY_STRATEGY, JsonConfig.KeyStrategy.NONE));

    private StrictJson() {}

    /** The object in these bytes, or a 400 that says where reading stopped. */
    public static JsonObject object(byte[] utf8) {
        String text = decode(utf8);
        scan(utf8);
        try (var reader = READERS.createReader(new StringReader(text))) {
            JsonStructure read = reader.read();
            if (read instanceof JsonObject object) {
                return object;
            }
            throw Refusal.malformed("", "a JSON object is expected");
        } catch (UnsupportedOperationException | ArithmeticException | NumberFormatException e) {
            // Of a number with a thousand digits, or an exponent of eleven, parsers say so by what JSON-P does not
            // know.
            throw Refusal.malformed("", "a number is too long, or too large");
        } catch (JsonException | IllegalStateException e) {
            throw unreadable(text, e);
        }
    }

    private static Refusal unreadable(String text, RuntimeException e) {
        Optional<String> twice = DuplicateMember.pointer(text);
        if (twice.isPresent()) {
            return Refusal.malformed(twice.get(), "this name occurs twice in its object");
        }
        if (e instanceof JsonParsingException parsing) {
            var at = parsing.getLocation();
            return Refusal.malformed("", "no JSON: line " + at.getLineNumber() + ", column " + at.getColumnNumber());
        }
        return Refusal.malformed("", "no JSON object");
    }

    /** The quick decoder puts U+FFFD for what it cannot read; only where that occurs it has to be asked for. */
    private static String decode(byte[] utf8) {
        String text = new String(utf8, StandardCharsets.UTF_8);
        return text.indexOf('\uFFFD') < 0 ? text : decodeStrictly(utf8);
    }

    private static String decodeStrictly(byte[] utf8) {
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(utf8))
                    .toString();
        } catch (CharacterCodingException e) {
            throw Refusal.malformed("", "the body is not UTF-8");
        }
    }

    /**
     * Parsers stop at the end of the object and overlook what follows; some recurse with the depth. No byte of a longer
     * character is one of those that count here.
     */
    private static void scan(byte[] utf8) {
        int depth = 0;
        int values = 0;
        boolean quoted = false;
        for (int i = 0; i < utf8.length; i++) {
            byte c = utf8[i];
            if (quoted) {
                if (c == '\\') {
                    i++;
                } else if (c == '"') {
                    quoted = false;
                }
            } else if (c == '"') {
                quoted = true;
            } else if (c == ',' || c == ':') {
                values = count(values);
            } else if (c == '{' || c == '[') {
                values = count(values);
                if (++depth > MAX_DEPTH) {
                    throw Refusal.malformed(
                            "", "nested deeper than " + MAX_DEPTH + " levels, at character " + characters(utf8, i));
                }
            } else if (c == '}' || c == ']') {
                if (--depth == 0 && !isBlank(utf8, i + 1)) {
                    throw Refusal.malformed("", "text follows the object, at character " + characters(utf8, i + 1));
                }
            }
        }
    }

    private static int count(int values) {
        if (values == MAX_VALUES) {
            throw Refusal.tooLarge(MAX_VALUES, "a message holds at most " + MAX_VALUES + " values");
        }
        return values + 1;
    }

    private static boolean isBlank(byte[] utf8, int from) {
        return new String(utf8, from, utf8.length - from, StandardCharsets.UTF_8).isBlank();
    }

    private static int characters(byte[] utf8, int length) {
        return new String(utf8, 0, length, StandardCharsets.UTF_8).length();
    }
}
