package org.tidemark.it.heap;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.tidemark.it.heap.Messages.company;
import static org.tidemark.it.heap.Messages.message;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.tidemark.it.OverTls;

/** What every answer says to a browser, and bodies, over TLS and HTTP/2: here, since no other server has TLS. */
interface AnswersOverTls {

    SmallHeap heap();

    @Test
    @Order(0)
    default void over_tls_and_http_2_each_answer_protects_itself() throws Exception {
        HttpClient client = OverTls.client();
        for (HttpClient.Version version : HttpClient.Version.values()) {
            for (String path :
                    List.of("/", "/index.html", "/service-worker.js", "/nowhere", "/sign-in", "/api", "/api/nowhere")) {
                var answer = overTls(client, HttpRequest.newBuilder().version(version), path);
                assertEquals(version, answer.version(), path);
                assertEquals("max-age=31536000", header(answer, "Strict-Transport-Security"), path);
                assertTrue(header(answer, "Content-Security-Policy").contains("frame-ancestors 'none'"), path);
                assertEquals("nosniff", header(answer, "X-Content-Type-Options"), path);
                assertEquals("no-referrer", header(answer, "Referrer-Policy"), path);
                assertEquals("same-origin", header(answer, "Cross-Origin-Opener-Policy"), path);
                assertFalse(header(answer, "Permissions-Policy").isEmpty(), path);
                assertTrue(
                        !path.startsWith("/api")
                                || header(answer, "Cache-Control").contains("no-store"),
                        path);
            }
            var signIn = overTls(client, json(version, "{\"user\":\"bob\",\"password\":\"bob\"}"), "/sign-in");
            assertEquals(204, signIn.statusCode(), signIn::body);
            String cookie = header(signIn, "Set-Cookie");
            assertTrue(cookie.contains("Secure") && cookie.contains("HttpOnly"), cookie);
            String session = cookie.split(";")[0];
            var sync = overTls(
                    client,
                    json(version, message("added", company("n".repeat(4_000)))).header("Cookie", session),
                    "/api/sync");
            assertEquals(200, sync.statusCode(), sync::body);
            assertTrue(sync.body().contains("applied"), sync::body);
            var large = overTls(client, json(version, "x".repeat(5_000_000)).header("Cookie", session), "/api/sync");
            assertEquals(413, large.statusCode(), large::body);
            var head = overTls(
                    client,
                    HttpRequest.newBuilder()
                            .version(version)
                            .method("HEAD", BodyPublishers.noBody())
                            .header("Cookie", session),
                    "/api/events");
            assertEquals(405, head.statusCode());
        }
    }

    private HttpRequest.Builder json(HttpClient.Version version, String body) {
        return HttpRequest.newBuilder()
                .version(version)
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString(body));
    }

    private HttpResponse<String> overTls(HttpClient client, HttpRequest.Builder request, String path)
            throws IOException, InterruptedException {
        return client.send(
                request.uri(URI.create(heap().server.overTls() + path))
                        .timeout(Duration.ofMinutes(1))
                        .build(),
                BodyHandlers.ofString());
    }

    private String header(HttpResponse<?> answer, String name) {
        return answer.headers().firstValue(name).orElse("");
    }
}
