package org.tidemark.bench.load;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.zip.GZIPInputStream;

/** How all servers are spoken to: HTTP/1.1, connections kept open, packed answers welcome. Threadsafe. */
public final class Http {

    private static final Duration PATIENCE = Duration.ofMinutes(5);

    private final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final URI base;
    private final String cookie;

    /** @param cookie of a session, or null */
    public Http(URI base, String cookie) {
        this.base = base;
        this.cookie = cookie;
    }

    /** Signs in, and keeps the session. */
    public static Http signedIn(URI base, String user) {
        Http unsigned = new Http(base, null);
        HttpResponse<byte[]> answer = unsigned.exchange(
                "/sign-in", unsigned.request("/sign-in", "{\"user\":\"" + user + "\",\"password\":\"" + user + "\"}"));
        String session = answer.headers().firstValue("Set-Cookie").orElseThrow();
        return new Http(base, session.substring(0, session.indexOf(';')));
    }

    /** The same session by another address. */
    public Http through(URI address) {
        return new Http(address, cookie);
    }

    public URI base() {
        return base;
    }

    String cookie() {
        return cookie;
    }

    HttpClient client() {
        return client;
    }

    public String get(String path) {
        return text(exchange(path, request(path, null)));
    }

    public String post(String path, String body) {
        return text(exchange(path, request(path, body)));
    }

    public String put(String path, String body) {
        HttpRequest.Builder request = builder(path).header("Content-Type", "application/json");
        return text(exchange(
                path, request.PUT(HttpRequest.BodyPublishers.ofString(body)).build()));
    }

    private HttpResponse<byte[]> exchange(String path, HttpRequest request) {
        try {
            HttpResponse<byte[]> response = client.send(request, BodyHandlers.ofByteArray());
            if (response.statusCode() >= 300) {
                throw new IllegalStateException(path + " answered " + response.statusCode() + " " + text(response));
            }
            return response;
        } catch (IOException e) {
            throw new IllegalStateException(base + path + " did not answer", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /** @param body of a POST; null for a GET */
    HttpRequest request(String path, String body) {
        HttpRequest.Builder request = builder(path);
        return body == null
                ? request.build()
                : request.header("Content-Type", "application/json")
                        .POST(HttpRequest.BodyPublishers.ofString(body))
                        .build();
    }

    /** A request whose answer does not end. */
    HttpRequest stream(String path) {
        HttpRequest.Builder request =
                HttpRequest.newBuilder(URI.create(base + path)).header("Accept", "text/event-stream");
        return cookie == null
                ? request.build()
                : request.header("Cookie", cookie).build();
    }

    private HttpRequest.Builder builder(String path) {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(base + path))
                .timeout(PATIENCE)
                .header("Accept", "application/json")
                .header("Accept-Encoding", "gzip");
        return cookie == null ? request : request.header("Cookie", cookie);
    }

    static String text(HttpResponse<byte[]> response) {
        byte[] body = response.body();
        boolean packed = response.headers()
                .firstValue("Content-Encoding")
                .filter("gzip"::equals)
                .isPresent();
        try {
            byte[] bytes = packed ? new GZIPInputStream(new ByteArrayInputStream(body), 1 << 16).readAllBytes() : body;
            return new String(bytes, StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new IllegalStateException("the answer cannot be unpacked", e);
        }
    }
}
