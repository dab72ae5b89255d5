package org.tidemark.nodes;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.concurrent.CompletableFuture;

/** Requests by HTTP Basic, whose password is the name: no session, so each goes to whichever node is chosen. */
final class Client {

    private static final Duration PATIENCE = Duration.ofSeconds(90);

    private final HttpClient http =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final URI base;
    private final String credentials;

    Client(URI base, String user) {
        this.base = base;
        byte[] pair = (user + ":" + user).getBytes(StandardCharsets.UTF_8);
        this.credentials = "Basic " + Base64.getEncoder().encodeToString(pair);
    }

    CompletableFuture<HttpResponse<String>> sync(String body) {
        HttpRequest request = request("/api/sync")
                .timeout(PATIENCE)
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(body))
                .build();
        return http.sendAsync(request, BodyHandlers.ofString());
    }

    CompletableFuture<HttpResponse<Void>> events(java.util.function.Consumer<String> lines) {
        HttpRequest request =
                request("/api/events").header("Accept", "text/event-stream").build();
        return http.sendAsync(request, BodyHandlers.fromLineSubscriber(new EachLine(lines)));
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(URI.create(base + path)).header("Authorization", credentials);
    }

    private record EachLine(java.util.function.Consumer<String> lines)
            implements java.util.concurrent.Flow.Subscriber<String> {

        @Override
        public void onSubscribe(java.util.concurrent.Flow.Subscription subscription) {
            subscription.request(Long.MAX_VALUE);
        }

        @Override
        public void onNext(String line) {
            lines.accept(line);
        }

        @Override
        public void onError(Throwable lost) {
            // whoever opened it is told by the answer
        }

        @Override
        public void onComplete() {
            // as above
        }
    }
}
