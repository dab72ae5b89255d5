package org.tidemark.it;

import jakarta.json.JsonStructure;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import org.tidemark.it.document.Exchange;

/**
 * Somebody who sends requests to the server: bytes and headers exactly as a test gives them, since half of the tests
 * send what no decent client would. Threadsafe.
 */
public final class Caller {

    private static final HttpClient CLIENT = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(Duration.ofSeconds(10))
            .build();

    private final URI base;
    private final String user;
    private final String password;

    /** @param user null for somebody who does not say who they are */
    public Caller(URI base, String user, String password) {
        this.base = base;
        this.user = user;
        this.password = password;
    }

    public Answer get(String path, String... headers) {
        return send("GET", path, new byte[0], headers);
    }

    public Answer post(String path, JsonStructure body) {
        return post(path, body.toString());
    }

    /** Sends this text as JSON, whatever it is. */
    public Answer post(String path, String body) {
        return send("POST", path, body.getBytes(StandardCharsets.UTF_8), "Content-Type", "application/json");
    }

    /** @param headers names and values in turns */
    public Answer send(String method, String path, byte[] body, String... headers) {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(base + path))
                .timeout(Duration.ofMinutes(2))
                .method(method, body.length == 0 ? BodyPublishers.noBody() : BodyPublishers.ofByteArray(body));
        if (headers.length > 0) {
            request.headers(headers);
        }
        if (user != null) {
            byte[] credentials = (user + ":" + password).getBytes(StandardCharsets.UTF_8);
            request.header("Authorization", "Basic " + Base64.getEncoder().encodeToString(credentials));
        }
        try {
            var response = CLIENT.send(request.build(), BodyHandlers.ofByteArray());
            var answer = new Answer(response.statusCode(), response.headers(), response.body());
            check(method, path, body, List.of(headers), answer);
            return answer;
        } catch (IOException e) {
            throw new UncheckedIOException(method + " " + path, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /** Whatever the tests exchange with the server is as the API's documents have it. */
    private static void check(String method, String path, byte[] body, List<String> headers, Answer answer) {
        boolean isPacked = headers.contains("gzip") && headers.contains("Content-Encoding");
        new Exchange(method, path, body, isPacked, answer.status(), answer.header("Content-Type"), answer.plain())
                .check();
    }
}
