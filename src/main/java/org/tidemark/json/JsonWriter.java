package org.tidemark.json;

import jakarta.json.JsonArray;
import jakarta.json.JsonObject;
import jakarta.json.JsonString;
import jakarta.json.JsonValue;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * JSON under construction, as the bytes that travel. A page of a pull is written by this, record by record: as a tree
 * of objects it would be several times as large, and a generator that looks at it character by character takes a
 * quarter of the pull. Commas come by themselves; that what was begun is ended is the caller's affair. Not threadsafe.
 */
public final class JsonWriter {

    private static final int FIRST_ROOM = 1 << 10;
    private static final byte[] HEX = ascii("0123456789abcdef");
    private static final byte[] TRUE = ascii("true");
    private static final byte[] FALSE = ascii("false");

    /** What comes before the buffer, in pieces, since some of it is packed. */
    private final List<Piece> before = new ArrayList<>();

    private byte[] buffer = new byte[FIRST_ROOM];
    private int end;
    private boolean follows;

    /** A part of the text: one that was packed long ago, or bytes. */
    private record Piece(GzipChunk packed, byte[] plain) {

        byte[] bytes() {
            return packed != null ? packed.text() : plain;
        }

        int length() {
            return packed != null ? packed.length() : plain.length;
        }

        GzipChunk pack() {
            return packed != null ? packed : GzipChunk.of(plain);
        }
    }

    public JsonWriter object() {
        return begin('{');
    }

    public JsonWriter endObject() {
        return end('}');
    }

    public JsonWriter array() {
        return begin('[');
    }

    public JsonWriter endArray() {
        return end(']');
    }

    private JsonWriter begin(char bracket) {
        next();
        put(bracket);
        follows = false;
        return this;
    }

    private JsonWriter end(char bracket) {
        put(bracket);
        follows = true;
        return this;
    }

    /** The name of the member whose value comes next. */
    public JsonWriter name(String name) {
        next();
        quote(name);
        put(':');
        follows = false;
        return this;
    }

    public JsonWriter value(String text) {
        next();
        quote(text);
        return this;
    }

    public JsonWriter value(long number) {
        next();
        put(ascii(Long.toString(number)));
        return this;
    }

    public JsonWriter value(boolean truth) {
        next();
        put(truth ? TRUE : FALSE);
        return this;
    }

    public JsonWriter value(JsonValue value) {
        switch (value.getValueType()) {
            case STRING -> value(((JsonString) value).getString());
            case OBJECT -> {
                object();
                ((JsonObject) value).forEach((name, member) -> name(name).value(member));
                endObject();
            }
            case ARRAY -> {
                array();
                ((JsonArray) value).forEach(this::value);
                endArray();
            }
            default -> {
                next();
                put(ascii(value.toString()));
            }
        }
        return this;
    }

    /** The values of another text, as elements of the array that was begun here. */
    public JsonWriter all(JsonWriter other) {
        if (other.follows) {
            next();
            if (!other.before.isEmpty()) {
                cut();
                before.addAll(other.before);
            }
            put(other.buffer, 0, other.end);
        }
        return this;
    }

    /** The values of a text that is packed, and not empty: it stays packed. */
    public JsonWriter all(GzipChunk other) {
        next();
        cut();
        before.add(new Piece(other, null));
        return this;
    }

    private void cut() {
        if (end > 0) {
            before.add(new Piece(null, Arrays.copyOf(buffer, end)));
            buffer = new byte[FIRST_ROOM];
            end = 0;
        }
    }

    private List<Piece> pieces() {
        cut();
        return before;
    }

    /** How many bytes it has by now. */
    public long size() {
        long size = end;
        for (Piece piece : before) {
            size += piece.length();
        }
        return size;
    }

    public byte[] toByteArray() {
        List<Piece> pieces = pieces();
        if (pieces.size() == 1) {
            return pieces.get(0).bytes();
        }
        var all = new ByteArrayOutputStream();
        pieces.forEach(piece -> all.writeBytes(piece.bytes()));
        return all.toByteArray();
    }

    /** The text as one piece of others, which is still to be packed. */
    public GzipChunk chunk() {
        return GzipChunk.unpacked(toByteArray());
    }

    /** As a gzip stream. What was packed goes into it as it is. */
    public byte[] toGzip() {
        return GzipChunk.gzip(pieces().stream().map(Piece::pack).toList());
    }

    /** A comma, if the next item is not the first. */
    private void next() {
        if (follows) {
            put(',');
        }
        follows = true;
    }

    /** UTF-8 has no quote, backslash or control character within a longer character. */
    private void quote(String text) {
        byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
        put('"');
        int from = 0;
        for (int i = 0; i < utf8.length; i++) {
            byte b = utf8[i];
            if (b >= 0 && b < ' ' || b == '"' || b == '\\') {
                put(utf8, from, i - from);
                escape(b);
                from = i + 1;
            }
        }
        put(utf8, from, utf8.length - from);
        put('"');
    }

    private void escape(byte b) {
        put('\\');
        switch (b) {
            case '"', '\\' -> put(b);
            case '\n' -> put('n');
            case '\r' -> put('r');
            case '\t' -> put('t');
            default -> {
                put(ascii("u00"));
                put(HEX[b >> 4]);
                put(HEX[b & 15]);
            }
        }
    }

    private void put(int character) {
        reserve(1);
        buffer[end++] = (byte) character;
    }

    private void put(byte[] some) {
        put(some, 0, some.length);
    }

    private void put(byte[] some, int from, int length) {
        reserve(length);
        System.arraycopy(some, from, buffer, end, length);
        end += length;
    }

    private void reserve(int more) {
        if (more > buffer.length - end) {
            buffer = Arrays.copyOf(buffer, Math.max(2 * buffer.length, Math.addExact(end, more)));
        }
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }
}
