package org.tidemark.conformance;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import jakarta.json.Json;
import jakarta.json.JsonValue;
import java.io.IOException;
import java.io.StringReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** The vectors are what their page says, and the comparison fails where an answer differs. */
class VectorsTest {

    private final List<Vector> vectors = Vector.in(Path.of("docs/vectors"));

    @Test
    void each_vector_has_a_name_of_its_own_and_shows_rules_that_exist() throws IOException {
        String protocol = Files.readString(Path.of("docs/protocol.md"));
        Set<String> names = new HashSet<>();
        for (Vector vector : vectors) {
            assertTrue(names.add(vector.name()), vector.name());
            for (String rule : vector.rules()) {
                assertTrue(protocol.contains("\n- **" + rule + "** "), vector.name() + " shows " + rule);
            }
        }
    }

    @Test
    void a_server_that_answers_something_else_fails_each_vector() {
        var player = new Player(request -> new Sender.Answer(200, "{}"));
        for (Vector vector : vectors) {
            assertNotNull(player.play(vector), vector.name());
        }
    }

    @Test
    void names_are_learned_and_compared() {
        String expected = "{'id': '$id:a', 'list': {'$contains': [{'version': '$version:a'}], '$lacks': ['x']}}";
        String id = "a0000000-0000-4000-8000-000000000001";
        var bindings = new Bindings(name -> name);
        assertEquals(null, difference(bindings, expected, "{'id': '" + id + "', 'list': [{'version': 3}, 'y']}"));
        assertEquals(3, bindings.number("$version:a"));
        assertNotNull(difference(bindings, expected, "{'id': '" + id + "', 'list': [{'version': 4}]}"));
        assertNotNull(difference(bindings, expected, "{'id': '" + id + "', 'list': [{'version': 3}, 'x']}"));
        assertNotNull(difference(bindings, "'$id:a'", "'b0000000-0000-4000-8000-000000000001'"));
        assertNotNull(difference(bindings, "{'a': '$absent'}", "{'a': null}"));
        assertNotNull(difference(bindings, "[1, 2]", "[2, 1]"));
        assertEquals(null, difference(bindings, "{'a': 1}", "{'a': 1.0, 'b': 2}"));
    }

    private static String difference(Bindings bindings, String expected, String real) {
        return bindings.difference("", json(expected), json(real));
    }

    private static JsonValue json(String text) {
        try (var reader = Json.createReader(new StringReader(text.replace('\'', '"')))) {
            return reader.readValue();
        }
    }
}
