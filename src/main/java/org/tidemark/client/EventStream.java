package org.tidemark.client;

import jakarta.json.JsonObject;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.StringReader;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/**
 * Hints that a pull would bring something. A thread of its own reads the stream until it ends or is closed.
 *
 * <p>After the end, whoever goes on listening opens another stream, and pulls: what happened meanwhile was not told.
 */
public final class EventStream implements AutoCloseable {

    /** Before the first {@code alive} says how often one comes. */
    private static final long FIRST_SILENCE_MILLIS = 60_000;

    /** Who does not look for so long hears the rest later. */
    private static final int MOST = 10_000;

    /**
     * What the server told.
     *
     * @param name {@code changed}, {@code again} or {@code revoked}: after the latter two, the stream ends
     * @param data of {@code changed}: {@code scope}, {@code version}, {@code spread} in milliseconds (P151); each may
     *     be absent
     */
    public record Event(String name, JsonObject data) {}

    private final InputStream body;
    private final BlockingQueue<Optional<Event>> events = new LinkedBlockingQueue<>(MOST);
    private volatile long silenceMillis = FIRST_SILENCE_MILLIS;

    private EventStream(InputStream body) {
        this.body = body;
    }

    static EventStream open(Http http, String path) throws IOException, InterruptedException {
        HttpResponse<InputStream> response = http.client()
                .send(http.request(path).header("Accept", "text/event-stream").build(), BodyHandlers.ofInputStream());
        String type = response.headers().firstValue("Content-Type").orElse("");
        if (response.statusCode() != 200 || !type.startsWith("text/event-stream")) {
            try (InputStream refusal = response.body()) {
                throw refused(response, type, refusal);
            }
        }
        var stream = new EventStream(response.body());
        Thread reader = new Thread(stream::read, "tidemark-events");
        reader.setDaemon(true);
        reader.start();
        return stream;
    }

    private static IOException refused(HttpResponse<?> response, String type, InputStream body) {
        if (!type.startsWith("application/problem+json")) {
            return Http.notOurs(response.uri(), response.statusCode(), type);
        }
        try (var reader = Http.JSON.createReader(body)) {
            return new RefusedException(response.statusCode(), reader.readObject(), Http.retryAfter(response));
        }
    }

    /**
     * Waits for the next event.
     *
     * @return empty at the end of the stream; a silence of two and a half times the promised interval is one (P155)
     */
    public Optional<Event> next() throws InterruptedException {
        while (true) {
            Optional<Event> event = events.poll(silenceMillis, TimeUnit.MILLISECONDS);
            if (event == null || event.isEmpty()) {
                close();
                events.clear();
                events.offer(Optional.empty());
                return Optional.empty();
            }
            if (!event.get().name().equals("alive")) {
                return event;
            }
        }
    }

    private void read() {
        try (var lines = new BufferedReader(new InputStreamReader(body, StandardCharsets.UTF_8))) {
            String name = "";
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                if (line.startsWith("event: ")) {
                    name = line.substring("event: ".length());
                } else if (line.startsWith("data: ")) {
                    told(name, json(line.substring("data: ".length())));
                }
            }
        } catch (IOException | RuntimeException end) {
            // The stream was closed, by either side, or is broken: the reader hears of the end.
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        }
        events.offer(Optional.empty());
    }

    private void told(String name, JsonObject data) throws InterruptedException {
        if (name.equals("alive")) {
            silenceMillis = data.getJsonNumber("every").longValue() * 5 / 2;
        }
        events.put(Optional.of(new Event(name, data)));
    }

    private static JsonObject json(String text) {
        try (var reader = Http.JSON.createReader(new StringReader(text))) {
            return reader.readObject();
        }
    }

    @Override
    public void close() {
        try {
            body.close();
        } catch (IOException e) {
            // It is closed all the same.
        }
    }
}
