package org.tidemark.json;

import jakarta.json.JsonObject;
import jakarta.json.JsonString;
import jakarta.json.JsonValue;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * Tells one JSON value from another by few characters. Taken from the values themselves, since to write a long push out
 * as text for this alone takes as long as to read it. Not threadsafe.
 */
public final class JsonDigest {

    private final MessageDigest digest;

    /** A push is thousands of short values, and a digest is slow to take them one by one. */
    private final ByteBuffer gathered = ByteBuffer.allocate(1 << 13);

    private JsonDigest() {
        try {
            digest = MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }

    public static String of(JsonValue value) {
        var fingerprint = new JsonDigest();
        fingerprint.add(value);
        fingerprint.digestGathered();
        return HexFormat.of().formatHex(fingerprint.digest.digest());
    }

    /** Each value begins with its kind and its length, so that no two values run together into the same bytes. */
    private void add(JsonValue value) {
        switch (value.getValueType()) {
            case OBJECT -> {
                JsonObject object = value.asJsonObject();
                begin('{', object.size());
                object.forEach((name, member) -> {
                    text('"', name);
                    add(member);
                });
            }
            case ARRAY -> {
                begin('[', value.asJsonArray().size());
                value.asJsonArray().forEach(this::add);
            }
            case STRING -> text('"', ((JsonString) value).getString());
            default -> text('#', value.toString());
        }
    }

    private void text(char kind, String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        begin(kind, bytes.length);
        if (bytes.length > gathered.remaining()) {
            digestGathered();
        }
        if (bytes.length > gathered.remaining()) {
            digest.update(bytes);
        } else {
            gathered.put(bytes);
        }
    }

    private void begin(char kind, int length) {
        if (gathered.remaining() < 1 + Integer.BYTES) {
            digestGathered();
        }
        gathered.put((byte) kind).putInt(length);
    }

    private void digestGathered() {
        digest.update(gathered.flip());
        gathered.clear();
    }
}
