package org.tidemark.it;

import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import jakarta.ws.rs.HttpMethod;
import jakarta.ws.rs.Path;
import java.lang.reflect.Method;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.tidemark.it.server.Server;
import org.tidemark.it.server.ServerExtension;
import org.tidemark.rest.Api;

/**
 * What a page of another site can make a browser send, with the user's password: whatever changes something is refused.
 *
 * <p>See docs/protocol.md, P12 to P14.
 */
@ExtendWith(ServerExtension.class)
class CrossSiteIT {

    private static final byte[] BODY = "{}".getBytes(StandardCharsets.UTF_8);

    private final Server server;
    private final Caller carol;

    CrossSiteIT(Server server) {
        this.server = server;
        this.carol = server.as("carol");
    }

    /** Every method of every resource that is no reading, and those of the sign-in. */
    static Stream<String> changes() throws ReflectiveOperationException {
        List<String> all = new ArrayList<>(List.of("POST /sign-in", "POST /sign-out"));
        for (Class<?> resource : new Api().getClasses()) {
            Path root = resource.getAnnotation(Path.class);
            for (Method method : root == null ? new Method[0] : resource.getMethods()) {
                for (var annotation : method.getAnnotations()) {
                    HttpMethod verb = annotation.annotationType().getAnnotation(HttpMethod.class);
                    if (verb != null && !List.of("GET", "HEAD", "OPTIONS").contains(verb.value())) {
                        Path rest = method.getAnnotation(Path.class);
                        String path = "/api/" + root.value() + (rest == null ? "" : "/" + rest.value());
                        all.add(verb.value() + " "
                                + path.replaceAll("//+", "/").replace("{id}", "f8b4ec0c-8c8b-4a0c-9e0e-0f6f1c2f7a11"));
                    }
                }
            }
        }
        assertTrue(all.size() >= 6, all::toString);
        return all.stream();
    }

    @ParameterizedTest
    @MethodSource("changes")
    void another_site_changes_nothing(String change) {
        String json = "application/json";
        send(change, "Content-Type", json, "Sec-Fetch-Site", "cross-site").problem(403, "cross-site");
        send(change, "Content-Type", json, "Sec-Fetch-Site", "same-site").problem(403, "cross-site");
        send(change, "Content-Type", json, "Origin", "https://evil.example").problem(403, "cross-site");
        send(change, "Content-Type", json, "Origin", "null").problem(403, "cross-site");
        String wrongPort = "http://" + server.base().getHost() + ":1";
        send(change, "Content-Type", json, "Origin", wrongPort).problem(403, "cross-site");
    }

    @ParameterizedTest
    @MethodSource("changes")
    void what_a_form_can_send_changes_nothing(String change) {
        if (change.startsWith("DELETE")) {
            return; // no form sends one
        }
        for (String type : List.of(
                "text/plain",
                "application/x-www-form-urlencoded",
                "multipart/form-data; boundary=x",
                "application/jsonx",
                "application/json-seq",
                "text/plain; application/json",
                "json")) {
            send(change, "Content-Type", type).problem(415, "unsupported-media-type");
        }
        send(change).problem(415, "unsupported-media-type");
    }

    @ParameterizedTest
    @MethodSource("changes")
    void a_page_of_our_own_is_let_in(String change) {
        if (change.endsWith("/restored")) {
            return; // the other tests need their epoch
        }
        for (String[] ours : new String[][] {
            {"Sec-Fetch-Site", "same-origin"}, {"Origin", server.base().toString()}, {"Sec-Fetch-Site", "none"}
        }) {
            int status = send(change, "Content-Type", "application/json; charset=utf-8", ours[0], ours[1])
                    .status();
            assertNotEquals(403, status, change);
            assertNotEquals(415, status, change);
        }
    }

    @Test
    void reading_is_nobodys_business() {
        carol.get("/api", "Sec-Fetch-Site", "cross-site").ok();
    }

    private Answer send(String change, String... headers) {
        int space = change.indexOf(' ');
        String method = change.substring(0, space);
        return carol.send(method, change.substring(space + 1), method.equals("DELETE") ? new byte[0] : BODY, headers);
    }
}
