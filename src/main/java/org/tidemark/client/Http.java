package org.tidemark.client;

import jakarta.json.JsonException;
import jakarta.json.JsonObject;
import jakarta.json.spi.JsonProvider;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;
import java.util.zip.GZIPInputStream;

/** Sends JSON and reads JSON. Threadsafe. */
final class Http {

    static final JsonProvider JSON = JsonProvider.provider();

    private static final Duration PATIENCE = Duration.ofMinutes(2);

    /** Together with the first one. */
    private static final int TRIES = 5;

    private static final Duration SOON = Duration.ofSeconds(1);

    /** Whoever is told to wait for longer decides for themselves. */
    private static final Duration LONGEST_WAIT = Duration.ofMinutes(1);

    private static final int JITTER_MILLIS = 1000;

    private final URI api;
    private final HttpClient client;
    private final Map<String, String> headers;

    Http(URI api, HttpClient client, Map<String, String> headers) {
        this.api = api;
        this.client = client;
        this.headers = Map.copyOf(headers);
    }

    HttpRequest.Builder request(String path) {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(api + path));
        headers.forEach(request::header);
        return request;
    }

    HttpClient client() {
        return client;
    }

    JsonObject get(String path) throws IOException, InterruptedException {
        return send(request(path).GET());
    }

    JsonObject post(String path, JsonObject body) throws IOException, InterruptedException {
        return send(request(path)
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString(body.toString())));
    }

    /** Again after a while, where the server says so; for no more than a few minutes in all. */
    private JsonObject send(HttpRequest.Builder builder) throws IOException, InterruptedException {
        HttpRequest request =
                builder.timeout(PATIENCE).header("Accept-Encoding", "gzip").build();
        for (int tries = 1; ; tries++) {
            try {
                return answer(client.send(request, BodyHandlers.ofByteArray()));
            } catch (RefusedException refused) {
                Duration wait = refused.retryAfter() == null ? SOON : refused.retryAfter();
                if (!refused.isForNow() || tries == TRIES || wait.compareTo(LONGEST_WAIT) > 0) {
                    throw refused;
                }
                Thread.sleep(wait.toMillis() + ThreadLocalRandom.current().nextInt(JITTER_MILLIS));
            }
        }
    }

    private static JsonObject answer(HttpResponse<byte[]> response) throws IOException {
        String type = response.headers().firstValue("Content-Type").orElse("");
        if (response.statusCode() == 200 && type.startsWith("application/json")) {
            return json(response);
        }
        if (response.statusCode() >= 400 && type.startsWith("application/problem+json")) {
            throw new RefusedException(response.statusCode(), json(response), retryAfter(response));
        }
        throw notOurs(response.uri(), response.statusCode(), type);
    }

    /** P124: never taken for the server's answer. */
    static IOException notOurs(URI address, int status, String type) {
        return new IOException("somebody else than Tidemark answers at " + address + ": " + status + " " + type);
    }

    static Duration retryAfter(HttpResponse<?> response) {
        try {
            return response.headers()
                    .firstValue("Retry-After")
                    .map(seconds -> Duration.ofSeconds(Long.parseLong(seconds)))
                    .orElse(null);
        } catch (NumberFormatException e) {
            return null;
        }
    }

    private static JsonObject json(HttpResponse<byte[]> response) throws IOException {
        boolean isPacked =
                response.headers().firstValue("Content-Encoding").orElse("").equals("gzip");
        InputStream body = new ByteArrayInputStream(response.body());
        try (var reader = JSON.createReader(isPacked ? new GZIPInputStream(body) : body)) {
            return reader.readObject();
        } catch (JsonException e) {
            throw new IOException("the answer of " + response.uri() + " is cut off or no JSON", e);
        }
    }
}
