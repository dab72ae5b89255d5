package org.tidemark.openid;

import jakarta.json.JsonObject;
import java.io.ByteArrayOutputStream;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.tidemark.protocol.Refusal;
import org.tidemark.protocol.StrictJson;

/** The only door to the provider: no redirection is followed, and no answer is endless. Threadsafe. */
final class ProviderHttp {

    private static final Duration PATIENCE = Duration.ofSeconds(10);
    private static final int LONGEST = 1 << 20;

    private HttpClient http;

    /** Status and document of an answer. */
    record Reply(int status, JsonObject json) {}

    JsonObject get(URI address) {
        Reply reply = send(HttpRequest.newBuilder(address));
        if (reply.status() != 200) {
            throw new ProviderAwayException("the provider answers " + reply.status() + " to GET " + address);
        }
        return reply.json();
    }

    /** @param authorization for HTTP Basic, or null */
    Reply post(URI address, Map<String, String> form, String authorization) {
        HttpRequest.Builder request = HttpRequest.newBuilder(address)
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(BodyPublishers.ofString(query(form)));
        if (authorization != null) {
            request.header("Authorization", authorization);
        }
        return send(request);
    }

    private Reply send(HttpRequest.Builder request) {
        HttpRequest built = request.header("Accept", "application/json").build();
        var body = new LimitedBody();
        // The client's own time limit ends with the headers, and the body may never come.
        var asked = client().sendAsync(built, BodyHandlers.ofByteArrayConsumer(body));
        try {
            int status = asked.get(PATIENCE.toSeconds(), TimeUnit.SECONDS).statusCode();
            return new Reply(status, StrictJson.object(body.bytes()));
        } catch (TimeoutException | ExecutionException | Refusal noAnswer) {
            asked.cancel(true);
            throw new ProviderAwayException("no answer of a provider from " + built.uri(), noAnswer);
        } catch (InterruptedException e) {
            asked.cancel(true);
            Thread.currentThread().interrupt();
            throw new ProviderAwayException("interrupted while the provider was asked", e);
        }
    }

    /** What comes beyond is not kept. */
    private static final class LimitedBody implements Consumer<Optional<byte[]>> {

        private final ByteArrayOutputStream kept = new ByteArrayOutputStream();
        private boolean isTooLong;

        @Override
        public synchronized void accept(Optional<byte[]> part) {
            part.ifPresent(some -> {
                isTooLong |= kept.size() + some.length > LONGEST;
                if (!isTooLong) {
                    kept.writeBytes(some);
                }
            });
        }

        synchronized byte[] bytes() {
            if (isTooLong) {
                throw new ProviderAwayException("the provider's answer is too long");
            }
            return kept.toByteArray();
        }
    }

    /** Not before it is needed: it has a thread, and a bean's stand-in would have one more. */
    private synchronized HttpClient client() {
        if (http == null) {
            http = HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(5)).build();
        }
        return http;
    }

    /** Of an address, or of a form. */
    static String query(Map<String, String> parameters) {
        return parameters.entrySet().stream()
                .map(entry -> encode(entry.getKey()) + "=" + encode(entry.getValue()))
                .collect(Collectors.joining("&"));
    }

    /** RFC 6749 wants both encoded as in a form before they are joined. */
    static String basic(String id, String secret) {
        String text = encode(id) + ":" + encode(secret);
        return "Basic " + Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }

    private static String encode(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }
}
