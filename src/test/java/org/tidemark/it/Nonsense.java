package org.tidemark.it;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Random;
import java.util.UUID;

/**
 * Requests that are almost right, by chance: of every endpoint, the sign-in included, with what strangers put into each
 * place.
 */
final class Nonsense {

    private static final List<String> PATHS = List.of(
            "/api",
            "/api/sync",
            "/api/sync",
            "/api/sync",
            "/api/sync",
            "/api/conflicts",
            "/api/conflicts",
            "/api/conflicts/@",
            "/api/conflicts/@/resolution",
            "/api/replicas",
            "/api/replicas/@",
            "/api/restored",
            "/api/triggers",
            "/api/events",
            "/api/@",
            "/sign-in",
            "/sign-in",
            "/sign-out",
            "/",
            "/index.html",
            "/app/main.js",
            "/unauthenticated",
            "/problem",
            "/@",
            "/api/../api",
            "/api//sync",
            "/api/sync/",
            "/api/sync;@");
    private static final List<String> QUERY =
            List.of("status", "collection", "replica", "after", "limit", "@", "status=open&limit", "limit=1&after");
    private static final List<String> METHODS =
            List.of("GET", "GET", "POST", "POST", "POST", "PUT", "DELETE", "PATCH", "OPTIONS", "HEAD");
    private static final List<String> VALUES = List.of(
            "",
            "%00",
            "%E0%A4%A0",
            "%ff%fe",
            "null",
            "-1",
            "0",
            "1",
            "99999999999999999999",
            "1e99999999999",
            "open",
            "companies",
            "emea",
            "..%2f..%2fetc",
            "%27%20or%201=1--",
            "%3Cscript%3E",
            "%F0%9F%8C%8A",
            "x",
            "f8b4ec0c-8c8b-4a0c-9e0e-0f6f1c2f7a11",
            "F8B4EC0C-8C8B-4A0C-9E0E-0F6F1C2F7A11",
            "1-1-1-1-1",
            "%",
            "%zz",
            "a%2Cb");
    private static final List<String> JSON = List.of(
            "null",
            "true",
            "0",
            "-1",
            "1",
            "1.5",
            "1e5",
            "1e99999999999",
            "9007199254740993",
            "\"\"",
            "\"x\"",
            "\"\\u0000\"",
            "\"\\ud800\"",
            "[]",
            "{}",
            "[[]]",
            "{\"a\":{}}",
            "\"2026-11-29T00:00:00Z\"",
            "\"client\"",
            "\"emea\"",
            "\"apac\"",
            "\"f8b4ec0c-8c8b-4a0c-9e0e-0f6f1c2f7a11\"",
            "\"companies\"",
            "\"contacts\"",
            "NaN",
            "'x'",
            "01",
            "\"\uD83C\uDF0A\"");
    private static final List<String> TYPES = List.of(
            "application/json",
            "application/json",
            "application/json",
            "application/json",
            "application/json;charset=utf-8",
            "application/jsonx",
            "text/plain",
            "x",
            "a/",
            "*/*",
            "application/json;",
            "multipart/form-data",
            "application/x-www-form-urlencoded",
            "application/json;charset=nonsense",
            "\"",
            "application/octet-stream");
    private static final List<String> ACCEPT = List.of(
            "*/*",
            "application/json",
            "text/html",
            "text/event-stream",
            "x",
            "a/b;q=x",
            ";;",
            "application/json;q=0",
            "text/csv",
            "application/problem+json",
            ",",
            "*/json",
            "application/*;q=0.1");
    private static final List<String> BODIES = List.of(
            "{\"replica\":@id,\"pull\":{\"cursor\":@,\"page\":@}}",
            "{\"replica\":@id,\"pull\":{\"cursor\":@cursor}}",
            "{\"replica\":@id,\"push\":{\"number\":1,\"changes\":{\"companies\":{\"added\":[{\"id\":@id,\"fields\":{\"name\":@,\"region\":@}}]}}}}",
            "{\"replica\":@id,\"push\":{\"number\":1,\"changes\":{@s:{\"added\":[{\"id\":@,\"fields\":{@s:@}}]}}}}",
            "{\"replica\":@id,\"push\":{\"number\":@,\"changes\":{\"companies\":{\"deleted\":[{\"id\":@id,\"version\":@}]}}}}",
            "{\"replica\":@id,\"push\":{\"number\":1,\"changes\":{\"contacts\":{\"deleted\":@}},\"resolutions\":[{\"conflict\":@,\"outcome\":@}]}}",
            "{\"replica\":@,\"push\":@,\"pull\":@}",
            "{\"user\":@,\"password\":@}",
            "{\"user\":\"alice\",\"password\":\"alice\",@s:@}",
            "{\"outcome\":@,\"version\":@,\"fields\":@}",
            "{@s:@,@s:@}",
            "@",
            "");

    private final Random random;

    /** @param head with the empty line at its end */
    record Request(String head, byte[] body) {

        @Override
        public String toString() {
            String text = new String(body, StandardCharsets.UTF_8);
            return head + text.substring(0, Math.min(500, text.length()));
        }
    }

    Nonsense(long seed) {
        random = new Random(seed);
    }

    Request next() {
        String method = one(METHODS);
        String path = one(PATHS).replace("@", one(VALUES));
        if (random.nextInt(3) == 0) {
            path += "?" + one(QUERY).replace("@", one(VALUES)) + "=" + one(VALUES);
        }
        if (path.startsWith("/api/events") && method.equals("GET")) {
            method = "POST"; // a stream has no end to wait for
        }
        var head = new StringBuilder(method + " " + path + " HTTP/1.1\r\nHost: localhost\r\n");
        header(head, "Accept", one(ACCEPT), 3);
        header(head, "Accept-Encoding", random.nextBoolean() ? "gzip;q=0" : "x;q=x,,", 8);
        header(head, "Accept-Language", one(ACCEPT), 8);
        header(head, "Content-Encoding", random.nextBoolean() ? "gzip" : "x", 12);
        header(head, "Sec-Fetch-Site", random.nextBoolean() ? "same-origin" : "cross-site", 10);
        header(head, "Origin", random.nextBoolean() ? "null" : "http://" + random.nextInt() + "/%", 12);
        header(head, "Cookie", "JSESSIONID=" + one(VALUES), 8);
        header(head, "User-Agent", "\u00e9".repeat(random.nextInt(400)), 10);
        header(head, "If-None-Match", one(ACCEPT), 12);
        header(head, "X-Forwarded-For", one(VALUES), 12);
        credentials(head);
        boolean hasBody = !List.of("GET", "HEAD", "DELETE", "OPTIONS").contains(method);
        byte[] body = hasBody ? body() : new byte[0];
        if (hasBody) {
            header(head, "Content-Type", one(TYPES), 1);
            head.append("Content-Length: ").append(body.length).append("\r\n");
        }
        return new Request(head.append("\r\n").toString(), body);
    }

    private void header(StringBuilder head, String name, String value, int onceIn) {
        if (random.nextInt(onceIn) == 0) {
            head.append(name).append(": ").append(value).append("\r\n");
        }
    }

    /** Nobody who may do anything for good: an administrator's word would begin another epoch under the other tests. */
    private void credentials(StringBuilder head) {
        String credentials =
                switch (random.nextInt(12)) {
                    case 0 -> null;
                    case 1 -> "nonsense";
                    case 2 -> basic("someone" + random.nextInt(5) + ":x");
                    case 3 -> basic(":");
                    case 4 -> basic("bob:bob");
                    default -> basic("dave:dave");
                };
        if (credentials != null) {
            head.append("Authorization: Basic ").append(credentials).append("\r\n");
        }
    }

    private static String basic(String text) {
        return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }

    private byte[] body() {
        String text = one(BODIES);
        var filled = new StringBuilder();
        for (int i = 0; i < text.length(); i++) {
            if (text.charAt(i) != '@') {
                filled.append(text.charAt(i));
            } else if (text.startsWith("@id", i)) {
                filled.append(random.nextInt(20) == 0 ? one(JSON) : "\"" + UUID.randomUUID() + "\"");
                i += 2;
            } else if (text.startsWith("@cursor", i)) {
                filled.append('"').append(cursor()).append('"');
                i += 6;
            } else if (text.startsWith("@s", i)) {
                filled.append(random.nextInt(4) == 0 ? "\"\\u0000\"" : "\"" + one(VALUES) + "\"");
                i++;
            } else {
                filled.append(one(JSON));
            }
        }
        byte[] body = filled.toString().getBytes(StandardCharsets.UTF_8);
        for (int broken = random.nextInt(4) == 0 ? random.nextInt(4) : 0; broken > 0 && body.length > 0; broken--) {
            body[random.nextInt(body.length)] = (byte) random.nextInt(256);
        }
        return body;
    }

    private String cursor() {
        String inside = "{\"epoch\":\"" + UUID.randomUUID() + "\",\"user\":\"dave\",\"seen\":{\"" + one(VALUES) + "\":"
                + one(JSON) + "}}";
        String cursor = Base64.getUrlEncoder().withoutPadding().encodeToString(inside.getBytes(StandardCharsets.UTF_8));
        return random.nextBoolean()
                ? cursor
                : cursor + "." + random.nextInt(3) + "." + "A".repeat(40 + random.nextInt(5));
    }

    private String one(List<String> all) {
        return all.get(random.nextInt(all.size()));
    }
}
