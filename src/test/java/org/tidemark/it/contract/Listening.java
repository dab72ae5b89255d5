package org.tidemark.it.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import jakarta.json.JsonObject;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import org.tidemark.it.document.MessageSchemas;

/** Somebody who follows the events, on a connection of their own: read as it comes, and left without a word. */
public final class Listening implements AutoCloseable {

    private static final int PATIENCE_MILLIS = 40_000;

    private static final Map<String, String> SCHEMAS = Map.of(
            "alive", "EventAlive",
            "changed", "EventChanged",
            "page", "EventPage",
            "again", "EventEmpty",
            "revoked", "EventEmpty");

    /** An event; {@code name} is null at the end of the stream. */
    public record Event(String name, JsonObject data) {}

    private final Socket socket;
    private final BufferedReader reader;
    private final int status;
    private final Map<String, String> headers = new HashMap<>();

    private Listening(URI base, String query, String header) {
        try {
            socket = new Socket(base.getHost(), base.getPort());
            socket.setSoTimeout(PATIENCE_MILLIS);
            String request = "GET /api/events" + query + " HTTP/1.1\r\nHost: " + base.getAuthority() + "\r\n" + header
                    + "\r\n\r\n";
            socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
            reader = new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8));
            status = Integer.parseInt(reader.readLine().split(" ")[1]);
            for (String line = reader.readLine(); !line.isEmpty(); line = reader.readLine()) {
                String[] nameAndValue = line.split(": ?", 2);
                headers.put(nameAndValue[0].toLowerCase(Locale.ROOT), nameAndValue[1]);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public static Listening as(User user, String query) {
        return at(Deployed.server().base(), user, query);
    }

    /** On a server that is not that of the contract tests. */
    public static Listening at(URI base, User user, String query) {
        byte[] credentials = (user.name() + ":" + user.password()).getBytes(StandardCharsets.UTF_8);
        return new Listening(
                base, query, "Authorization: Basic " + Base64.getEncoder().encodeToString(credentials));
    }

    public static Listening as(User user) {
        return as(user, "");
    }

    public static Listening bySession(String cookie) {
        return new Listening(Deployed.server().base(), "", "Cookie: " + cookie);
    }

    public int status() {
        return status;
    }

    public String header(String name) {
        return headers.getOrDefault(name.toLowerCase(Locale.ROOT), "");
    }

    /** The next event that says something; the lines of the chunks are passed over. */
    public Event next() {
        Event event;
        do {
            event = nextOfAll();
        } while ("alive".equals(event.name()));
        return event;
    }

    public Event nextOfAll() {
        try {
            String name = null;
            for (String line = reader.readLine(); line != null && !line.equals("0"); line = reader.readLine()) {
                if (line.startsWith("event: ")) {
                    name = line.substring("event: ".length());
                } else if (line.startsWith("data: ")) {
                    String data = line.substring("data: ".length());
                    MessageSchemas.CLOSED.check(schema(name), MessageSchemas.parse(data), "the event " + name);
                    return new Event(name, Body.parse(data));
                }
            }
            return new Event(null, null);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** What the API's documents say of the data of such an event. */
    public static String schema(String event) {
        String type = SCHEMAS.get(event);
        if (type == null) {
            throw new AssertionError("openapi.json knows no event " + event);
        }
        return "sync.schema.json#/$defs/" + type;
    }

    /** Hears of this commit, perhaps after older ones, and of nothing else. */
    public void assertHears(String scope, long version) {
        long told;
        do {
            Event event = next();
            assertEquals("changed", event.name());
            assertEquals(scope, event.data().getString("scope"));
            told = event.data().getJsonNumber("version").longValueExact();
            assertTrue(told <= version);
        } while (told < version);
    }

    /** Hears that something has happened, perhaps after changes; gives it. */
    public Event nextWithoutScope() {
        Event event = next();
        while ("changed".equals(event.name()) && event.data().containsKey("scope")) {
            event = next();
        }
        return event;
    }

    @Override
    public void close() {
        try {
            socket.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
