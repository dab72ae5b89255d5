package org.tidemark.it.estate;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.tidemark.it.Answer;
import org.tidemark.it.Caller;
import org.tidemark.it.server.Server;
import org.tidemark.it.server.ServerExtension;

/** What an estate gets by putting the classes jar into its WAR, and what it does not lose. */
@ExtendWith(ServerExtension.class)
class AdoptionEstateIT {

    private static final Pattern IMPORT = Pattern.compile("(?m)^(?:import|export)\\b(?:[^;'(=]*\\bfrom)? '([^']+)'");

    private final Server server;

    AdoptionEstateIT(Server server) {
        this.server = server;
    }

    @Test
    void the_estates_entities_are_the_collections() {
        var collections = server.as("alice").get("/api").json().getJsonArray("collections");

        assertEquals(
                "[technicians, orders, appointments, lines]",
                collections
                        .getValuesAs(json -> json.asJsonObject().getString("name"))
                        .toString());
    }

    @Test
    void a_second_persistence_unit_works_as_before_and_is_no_matter_of_tidemark() {
        assumeFalse(server.isH2(), "the estate has one unit there");

        assertEquals(
                "69.00", server.anonymously().get("/office/invoices/I-1/total").text());
    }

    @Test
    void the_client_is_served_from_the_jar_with_all_that_it_imports() {
        Set<String> packages = new TreeSet<>();
        Set<String> seen = new TreeSet<>(List.of("/tidemark/index.js"));
        Deque<String> unread = new ArrayDeque<>(seen);
        while (!unread.isEmpty()) {
            String module = unread.remove();
            for (String name : imports(served(module))) {
                String path = URI.create(module).resolve(name).getPath();
                if (!name.startsWith(".")) {
                    packages.add(name);
                } else if (seen.add(path)) {
                    unread.add(path);
                }
            }
        }

        assertTrue(seen.size() > 20, seen.toString());
        assertEquals(Set.of(), packages, "what the page would have to bring");
        assertTrue(served("/tidemark/tidemark.min.js").contains("export"));
        assertTrue(served("/tidemark/dexie.mjs").contains("export"));
    }

    private String served(String path) {
        Answer answer = server.anonymously().get(path);
        assertEquals(200, answer.status(), path);
        assertTrue(answer.header("Content-Type").matches("(text|application)/javascript.*"), path);
        return answer.text();
    }

    private static List<String> imports(String module) {
        return IMPORT.matcher(module).results().map(found -> found.group(1)).toList();
    }

    @Test
    void the_estates_own_rest_interface_stays_as_open_as_it_was() {
        Answer answer = server.anonymously().get("/office/greeting");

        assertEquals(200, answer.status(), answer.text());
        assertEquals("field service", answer.text());
    }

    @Test
    void the_estates_own_rest_interface_keeps_its_own_errors() {
        Answer answer = server.anonymously().get("/office/nowhere");

        assertEquals(404, answer.status());
        assertTrue(!answer.header("Content-Type").contains("problem"), "this is not Tidemark's");
    }

    /** The estate's own REST application takes whatever the server finds in the WAR. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "GET ",
                "POST /sync",
                "GET /conflicts",
                "GET /conflicts?status=none",
                "GET /conflicts/f8b4ec0c-8c8b-4a0c-9e0e-0f6f1c2f7a11",
                "POST /conflicts/f8b4ec0c-8c8b-4a0c-9e0e-0f6f1c2f7a11/resolution",
                "GET /replicas",
                "DELETE /replicas/f8b4ec0c-8c8b-4a0c-9e0e-0f6f1c2f7a11",
                "POST /restored",
                "GET /triggers",
                "GET /events"
            })
    void nothing_of_the_synchronisation_has_a_second_door(String request) {
        String method = request.substring(0, request.indexOf(' '));
        String path = "/office" + request.substring(request.indexOf(' ') + 1);
        byte[] body = method.equals("POST") ? "{".getBytes(StandardCharsets.UTF_8) : new byte[0];

        for (Caller caller : List.of(server.anonymously(), server.as("carol"))) {
            Answer answer = caller.send(method, path, body, "Content-Type", "application/json");
            assertEquals(404, answer.status(), answer.text());
        }
    }

    @Test
    void nothing_of_the_synchronisation_is_open_to_strangers() {
        assertEquals(401, server.anonymously().get("/api").status());
        assertEquals(401, server.anonymously().get("/api/events").status());
    }
}
