package org.tidemark.conformance;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Locale;

/**
 * Plays all vectors against a server, prints each with its rules, and ends with the status 1 where one is not kept.
 *
 * <p>System properties: {@code url} without a slash at its end; {@code alice}, {@code bob}, {@code carol} and
 * {@code dave}, each as {@code user:password}; {@code vectors}, a folder; {@code only}, the name of one vector.
 */
public final class Conformance implements Sender {

    private final HttpClient client = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(Duration.ofSeconds(10))
            .build();
    private final URI base;

    private Conformance(URI base) {
        this.base = base;
    }

    public static void main(String[] arguments) {
        var server = new Conformance(URI.create(System.getProperty("url", "http://localhost:8080")));
        String only = System.getProperty("only", "");
        List<Vector> vectors = Vector.in(Path.of(System.getProperty("vectors", "docs/vectors"))).stream()
                .filter(vector -> only.isEmpty() || vector.name().equals(only))
                .toList();
        var player = new Player(server);
        int failed = 0;
        for (Vector vector : vectors) {
            String difference = player.play(vector);
            failed += difference == null ? 0 : 1;
            System.out.printf(
                    "%s  %-18s %s (%s)%n",
                    difference == null ? "pass" : "FAIL",
                    vector.name(),
                    vector.title(),
                    String.join(", ", vector.rules()));
            if (difference != null) {
                System.out.println("      " + difference);
            }
        }
        System.out.printf("%d of %d vectors passed at %s%n", vectors.size() - failed, vectors.size(), server.base);
        System.exit(failed == 0 ? 0 : 1);
    }

    private static String credentials(Person person) {
        String name = person.name().toLowerCase(Locale.ROOT);
        return System.getProperty(name, name + ":" + name);
    }

    @Override
    public String name(Person person) {
        return credentials(person).split(":", 2)[0];
    }

    @Override
    public Answer send(Request request) {
        HttpRequest.Builder builder = HttpRequest.newBuilder(URI.create(base + request.path()))
                .timeout(Duration.ofMinutes(1))
                .method(
                        request.method(),
                        request.body().isEmpty() ? BodyPublishers.noBody() : BodyPublishers.ofString(request.body()));
        if (request.type() != null) {
            builder.header("Content-Type", request.type());
        }
        if (request.person() != Person.NOBODY) {
            byte[] credentials = credentials(request.person()).getBytes(StandardCharsets.UTF_8);
            builder.header("Authorization", "Basic " + Base64.getEncoder().encodeToString(credentials));
        }
        try {
            var response = client.send(builder.build(), BodyHandlers.ofString());
            return new Answer(response.statusCode(), response.body());
        } catch (IOException e) {
            throw new UncheckedIOException(request.method() + " " + request.path(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }
}
