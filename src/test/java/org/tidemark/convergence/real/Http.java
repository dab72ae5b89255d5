package org.tidemark.convergence.real;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.locks.LockSupport;

/** Requests to the nodes under test in turns, by HTTP Basic; the password is the name. */
public final class Http {
    private static final Duration LONGEST = Duration.ofSeconds(120);
    private static final Duration PAUSE = Duration.ofMillis(50);

    private final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final List<String> bases;
    private static final int BUSY = 503;

    private int turn;

    Http(List<String> bases) {
        this.bases = bases;
    }

    /**
     * Until each node has noticed that its database is there: it looks each second, and refuses meanwhile.
     *
     * @param path of work that changes nothing
     */
    void awaitDatabase(String path) {
        long end = System.nanoTime() + LONGEST.toNanos();
        for (int node = 0; node < bases.size(); node++) {
            turn = node;
            while (post(null, path, null).join().statusCode() >= 500) {
                if (System.nanoTime() > end) {
                    throw new IllegalStateException(bases.get(node) + " does not find its database again");
                }
                LockSupport.parkNanos(PAUSE.toNanos());
                turn = node;
            }
        }
    }

    /** A server whose connections have just died may say that it is busy: then it is asked again, for a while. */
    public HttpResponse<String> get(String user, String path) {
        long end = System.nanoTime() + LONGEST.toNanos();
        while (true) {
            HttpResponse<String> answer = client.sendAsync(
                            request(user, path).GET().build(), HttpResponse.BodyHandlers.ofString())
                    .join();
            if (answer.statusCode() != BUSY || System.nanoTime() > end) {
                return answer;
            }
            LockSupport.parkNanos(PAUSE.toNanos());
        }
    }

    HttpResponse<String> delete(String user, String path) {
        return client.sendAsync(request(user, path).DELETE().build(), HttpResponse.BodyHandlers.ofString())
                .join();
    }

    public CompletableFuture<HttpResponse<String>> post(String user, String path, String body) {
        HttpRequest.BodyPublisher publisher =
                body == null ? HttpRequest.BodyPublishers.noBody() : HttpRequest.BodyPublishers.ofString(body);
        HttpRequest.Builder request = request(user, path).POST(publisher);
        if (body != null) {
            request.header("Content-Type", "application/json");
        }
        return client.sendAsync(request.build(), HttpResponse.BodyHandlers.ofString());
    }

    private String base() {
        return bases.get(turn++ % bases.size());
    }

    private HttpRequest.Builder request(String user, String path) {
        HttpRequest.Builder request =
                HttpRequest.newBuilder(URI.create(base() + path)).timeout(LONGEST);
        if (user != null) {
            byte[] credentials = (user + ":" + user).getBytes(StandardCharsets.UTF_8);
            request.header("Authorization", "Basic " + Base64.getEncoder().encodeToString(credentials));
        }
        return request;
    }
}
