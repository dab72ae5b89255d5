package org.tidemark.openid;

import jakarta.json.JsonObject;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.Map;
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
        HttpRequest built =
                request.timeout(PATIENCE).header("Accept", "application/json").build();
        try {
            HttpResponse<InputStream> response = client().send(built, BodyHandlers.ofInputStream());
            try (InputStream body = response.body()) {
                byte[] bytes = body.readNBytes(LONGEST + 1);
                if (bytes.length > LONGEST) {
                    throw new ProviderAwayException("the provider's answer is too long");
                }
                return new Reply(response.statusCode(), StrictJson.object(bytes));
            }
        } catch (IOException | Refusal noAnswer) {
            throw new ProviderAwayException("no answer of a provider from " + built.uri(), noAnswer);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new ProviderAwayException("interrupted while the provider was asked", e);
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
