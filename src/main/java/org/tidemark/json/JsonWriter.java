package org.tidemark.json;

import jakarta.json.JsonArray;
import jakarta.json.JsonObject;
import jakarta.json.JsonString;
import jakarta.json.JsonValue;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * JSON under construction, as the bytes that travel. A page of a pull is written by this, record by record: as a tree
 * of objects it would be several times as large, and a generator that looks at it character by character takes a
 * quarter of the pull. Commas come by themselves; that what was begun is ended is the caller's affair. Not threadsafe.
 */
public final class JsonWriter {

    private static final int CHUNK = 1 << 13;
    private static final String HEX = "0123456789abcdef";

    /** What comes before {@link #bytes}, in pieces, since some of it is packed. */
    private final List<Piece> before = new ArrayList<>();

    private ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private final StringBuilder chars = new StringBuilder(2 * CHUNK);
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
        next().append(bracket);
        follows = false;
        return this;
    }

    private JsonWriter end(char bracket) {
        chars.append(bracket);
        follows = true;
        return this;
    }

    /** The name of the member whose value comes next. */
    public JsonWriter name(String name) {
        quote(name, next());
        chars.append(':');
        follows = false;
        return this;
    }

    public JsonWriter value(String text) {
        quote(text, next());
        return this;
    }

    public JsonWriter value(long number) {
        next().append(number);
        return this;
    }

    public JsonWriter value(boolean truth) {
        next().append(truth);
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
            default -> next().append(value);
        }
        return this;
    }

    /** The values of another text, as elements of the array that was begun here. */
    public JsonWriter all(JsonWriter other) {
        if (other.follows) {
            next();
            flush();
            other.flush();
            if (!other.before.isEmpty()) {
                cut();
                before.addAll(other.before);
            }
            bytes.writeBytes(other.bytes.toByteArray());
        }
        return this;
    }

    /** The values of a text that is packed, and not empty: it stays packed. */
    public JsonWriter all(GzipChunk other) {
        next();
        flush();
        cut();
        before.add(new Piece(other, null));
        return this;
    }

    private void cut() {
        if (bytes.size() > 0) {
            before.add(new Piece(null, bytes.toByteArray()));
            bytes = new ByteArrayOutputStream();
        }
    }

    private List<Piece> pieces() {
        flush();
        cut();
        return before;
    }

    /** About how many bytes it has by now. */
    public long size() {
        long size = bytes.size() + chars.length();
        for (Piece piece : before) {
            size += piece.length();
        }
        return size;
    }

    /** How many bytes it has. */
    public int length() {
        return pieces().stream().mapToInt(Piece::length).sum();
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

    /** The text as one packed piece of others, without what was packed before: that is unpacked first. */
    public GzipChunk packed() {
        return GzipChunk.of(toByteArray());
    }

    /** As a gzip stream. What was packed goes into it as it is. */
    public byte[] toGzip() {
        return GzipChunk.gzip(pieces().stream().map(Piece::pack).toList());
    }

    /**
     * Where the next item goes, behind a comma if it is not the first. Between items, so that no pair of surrogates is
     * cut.
     */
    private StringBuilder next() {
        if (chars.length() > CHUNK) {
            flush();
        }
        if (follows) {
            chars.append(',');
        }
        follows = true;
        return chars;
    }

    private void flush() {
        bytes.writeBytes(chars.toString().getBytes(StandardCharsets.UTF_8));
        chars.setLength(0);
    }

    private static void quote(String text, StringBuilder out) {
        out.append('"');
        int from = 0;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c < ' ' || c == '"' || c == '\\') {
                out.append(text, from, i);
                escape(c, out);
                from = i + 1;
            }
        }
        out.append(text, from, text.length()).append('"');
    }

    private static void escape(char c, StringBuilder out) {
        switch (c) {
            case '"', '\\' -> out.append('\\').append(c);
            case '\n' -> out.append("\\n");
            case '\r' -> out.append("\\r");
            case '\t' -> out.append("\\t");
            default -> out.append("\\u00").append(HEX.charAt(c >> 4)).append(HEX.charAt(c & 15));
        }
    }
}
