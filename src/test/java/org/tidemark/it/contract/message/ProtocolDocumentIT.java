package org.tidemark.it.contract.message;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import jakarta.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.tidemark.it.Answer;
import org.tidemark.it.contract.ContractTest;
import org.tidemark.it.contract.Database;
import org.tidemark.it.contract.Likeness;
import org.tidemark.it.contract.Listening;
import org.tidemark.it.contract.ProtocolPage;
import org.tidemark.it.contract.Replica;
import org.tidemark.it.contract.Sample;
import org.tidemark.it.contract.User;

/**
 * The examples of docs/protocol.md are what the server does: each request is sent, from top to bottom, and each answer
 * compared.
 */
@ContractTest
class ProtocolDocumentIT {

    private final ProtocolPage page = new ProtocolPage();

    @BeforeAll
    static void onOneDatabase() throws SQLException {
        assumeTrue(Database.isH2(), "nothing of this tells the databases apart");
    }

    @Test
    void every_request_is_answered_as_the_page_says() {
        // What other tests have left is not in the examples: where the page has a cursor, alice has read all of it.
        Replica.of(User.ALICE).add(Sample.company("emea"));
        Replica.of(User.ALICE).add(Sample.company("emea"));
        String cursor = Replica.abreast(User.ALICE).cursor();
        var likeness = new Likeness();
        for (ProtocolPage.Exchange one : page.exchanges()) {
            try {
                Answer answer = send(one, likeness, cursor);
                assertEquals(one.status(), answer.status(), answer::text);
                likeness.assertAlike(one.answer(), answer.json());
            } catch (AssertionError e) {
                throw new AssertionError("docs/protocol.md:" + one.line() + ": " + e.getMessage(), e);
            }
        }
    }

    private static Answer send(ProtocolPage.Exchange one, Likeness likeness, String cursor) {
        byte[] body = likeness.real(one.body(), cursor).getBytes(StandardCharsets.UTF_8);
        String path = likeness.real(one.path(), cursor);
        return body.length == 0
                ? one.user().get(path)
                : one.user().send(one.method(), path, body, "Content-Type", "application/json");
    }

    @Test
    void every_example_of_json_belongs_to_a_request() {
        assertEquals(page.answers(), page.exchanges().size());
    }

    @Test
    void the_stream_tells_what_the_page_says() {
        Map<String, JsonObject> told = new TreeMap<>();
        Map<String, JsonObject> promised =
                page.events().collect(Collectors.toMap(Listening.Event::name, Listening.Event::data));
        try (Listening alice = Listening.as(User.ALICE)) {
            Replica.of(User.BOB).add(Sample.company("emea"));
            while (!told.keySet().containsAll(promised.keySet())) {
                Listening.Event event = alice.nextOfAll();
                told.put(event.name(), event.data());
            }
        }
        promised.forEach((name, data) -> new Likeness().assertAlike(data, told.get(name)));
    }
}
