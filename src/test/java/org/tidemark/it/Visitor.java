package org.tidemark.it;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Somebody with cookies, who goes from the application to Keycloak's form and back. */
final class Visitor {

    private static final Pattern FORM = Pattern.compile("<form[^>]*\\saction=\"([^\"]+)\"");

    private static final Pattern PATH = Pattern.compile("(?i);\\s*path=([^;]+)");

    private final URI application;
    private final HttpClient http = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(Duration.ofSeconds(10))
            .build();

    /** By origin, path and name. Java's own jar sends no Secure cookie to this machine without TLS, and browsers do. */
    private final Map<String, Map<String, String>> cookies = new ConcurrentHashMap<>();

    Visitor(URI application) {
        this.application = application;
    }

    /** @return the answer of the callback, to which the provider leads back */
    Answer signIn(String user) {
        Answer back = get(callback(user));
        assertTrue(back.status() == 302, () -> back.status() + " " + back.text());
        return back;
    }

    /** Where the provider sends the browser back to; not gone to yet. */
    String callback(String user) {
        Answer form = get(begin());
        Matcher action = FORM.matcher(form.text());
        assertTrue(action.find(), form::text);
        Answer sent = post(
                action.group(1).replace("&amp;", "&"),
                "username=" + user + "&password=" + URLEncoder.encode(user, StandardCharsets.UTF_8));
        assertTrue(sent.status() == 302, () -> sent.status() + " " + sent.text());
        return sent.header("Location");
    }

    /** The address of the provider. */
    String begin() {
        return get(application + "/sign-in/begin").header("Location");
    }

    Answer api(String path) {
        return get(application + path);
    }

    Answer sync(String body) {
        return send(HttpRequest.newBuilder(URI.create(application + "/api/sync"))
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString(body)));
    }

    Answer signOut() {
        return send(HttpRequest.newBuilder(URI.create(application + "/sign-out"))
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.noBody()));
    }

    Answer get(String address) {
        return send(HttpRequest.newBuilder(URI.create(address)).GET());
    }

    private Answer post(String address, String form) {
        return send(HttpRequest.newBuilder(URI.create(address))
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(BodyPublishers.ofString(form)));
    }

    private Answer send(HttpRequest.Builder request) {
        URI address = request.build().uri();
        String known = cookies.entrySet().stream()
                .filter(place -> address.toString().startsWith(place.getKey()))
                .flatMap(place -> place.getValue().entrySet().stream())
                .map(cookie -> cookie.getKey() + "=" + cookie.getValue())
                .collect(Collectors.joining("; "));
        if (!known.isEmpty()) {
            request.setHeader("Cookie", known);
        }
        try {
            var answer = http.send(request.timeout(Duration.ofMinutes(2)).build(), BodyHandlers.ofByteArray());
            answer.headers().allValues("Set-Cookie").forEach(cookie -> keep(address, cookie));
            return new Answer(answer.statusCode(), answer.headers(), answer.body());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private void keep(URI address, String cookie) {
        Matcher path = PATH.matcher(cookie);
        String place = address.resolve(path.find() ? path.group(1) : "/").toString();
        String[] pair = cookie.split(";")[0].split("=", 2);
        Map<String, String> there = cookies.computeIfAbsent(place, first -> new ConcurrentHashMap<>());
        if (pair[1].isEmpty() || cookie.contains("Max-Age=0")) {
            there.remove(pair[0]);
        } else {
            there.put(pair[0], pair[1]);
        }
    }
}
