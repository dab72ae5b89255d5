package org.tidemark.it;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import jakarta.json.Json;
import jakarta.json.JsonObject;
import jakarta.json.JsonStructure;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.http.HttpHeaders;
import java.nio.charset.StandardCharsets;
import java.util.stream.Collectors;
import java.util.zip.GZIPInputStream;

/** What the server said, uninterpreted until a test asks. */
public record Answer(int status, HttpHeaders headers, byte[] body) {

    public String text() {
        return new String(body, StandardCharsets.UTF_8);
    }

    /** The body, unpacked where it was packed. */
    byte[] plain() {
        if (!header("Content-Encoding").equals("gzip")) {
            return body;
        }
        try (var in = new GZIPInputStream(new ByteArrayInputStream(body))) {
            return in.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public String header(String name) {
        return headers.firstValue(name).orElse("");
    }

    /** What a browser would send from now on. */
    public String cookies() {
        return headers.allValues("Set-Cookie").stream()
                .map(cookie -> cookie.split(";")[0])
                .collect(Collectors.joining("; "));
    }

    public JsonStructure structure() {
        try (var reader = Json.createReader(new ByteArrayInputStream(body))) {
            return reader.read();
        } catch (RuntimeException e) {
            throw new AssertionError("status " + status + " with a body that is no JSON: " + text(), e);
        }
    }

    public JsonObject json() {
        return structure().asJsonObject();
    }

    public Answer ok() {
        assertEquals(200, status, this::text);
        assertTrue(header("Content-Type").startsWith("application/json"), "content type " + header("Content-Type"));
        return this;
    }

    /** A refusal as RFC 9457 and docs/protocol.md have it; the text of a stack trace is none. */
    public JsonObject problem(int expected, String name) {
        JsonObject problem = problem(expected);
        assertEquals("urn:tidemark:problem:" + name, problem.getString("type"), this::text);
        return problem;
    }

    public JsonObject problem(int expected) {
        assertEquals(expected, status, this::text);
        return problem();
    }

    public JsonObject problem() {
        String type = header("Content-Type");
        assertTrue(type.startsWith("application/problem+json"), status + " with content type " + type + ": " + text());
        JsonObject problem = json();
        assertTrue(problem.getString("type", "").startsWith("urn:tidemark:problem:"), this::text);
        assertFalse(problem.getString("title", "").isBlank(), this::text);
        assertFalse(problem.getString("detail", "").isBlank(), this::text);
        assertEquals(status, problem.getInt("status", -1), this::text);
        assertFalse(text().contains("Exception"), "internals leave the server: " + text());
        return problem;
    }
}
