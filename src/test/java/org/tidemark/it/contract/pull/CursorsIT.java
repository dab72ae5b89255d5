package org.tidemark.it.contract.pull;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.tidemark.it.contract.Changes.changes;

import jakarta.json.Json;
import jakarta.json.JsonObject;
import java.util.Base64;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.tidemark.it.Answer;
import org.tidemark.it.contract.Body;
import org.tidemark.it.contract.ContractTest;
import org.tidemark.it.contract.Fields;
import org.tidemark.it.contract.Replica;
import org.tidemark.it.contract.Row;
import org.tidemark.it.contract.Sample;
import org.tidemark.it.contract.User;

/**
 * What a cursor says is believed only if the server has said it.
 *
 * <p>See docs/protocol.md, P111 and P112.
 */
@ContractTest
class CursorsIT {

    private final Replica alice = Replica.of(User.ALICE);

    @Test
    void a_forged_cursor_tells_nothing_of_other_scopes() {
        alice.pull();
        for (String scope : new String[] {"apac", "amer", "no-such-scope"}) {
            JsonObject seen =
                    Json.createObjectBuilder().add(scope, 0).add("emea", 1).build();
            Answer answer = pull(forged(seen));
            assertEquals(200, answer.status(), answer::text);
            JsonObject pulled = answer.json().getJsonObject("pull");
            assertFalse(pulled.toString().contains("\"" + scope + "\""), pulled::toString);
            assertEquals(0, listed().getInt("behind"));
        }
    }

    @Test
    void a_replica_with_a_forged_cursor_starts_over_and_loses_nothing() {
        Row company = Sample.company("emea");
        Replica.of(User.BOB).push(changes().add(company));
        alice.pull();
        String cursor = alice.cursor();
        char last = cursor.charAt(cursor.length() - 10);
        String flipped = cursor.substring(0, cursor.length() - 10)
                + (last == 'A' ? 'B' : 'A')
                + cursor.substring(cursor.length() - 9);
        for (String other : new String[] {flipped, payload(cursor), payload(cursor) + ".999999." + mac(cursor)}) {
            JsonObject pulled = pull(other).ok().json().getJsonObject("pull");
            JsonObject emea = Body.objects(pulled, "scopes").get(0);
            assertTrue(emea.getBoolean("reset"), emea::toString);
        }
        alice.cursor(flipped).pull();
        Fields.assertSame(company, alice.held(company));
    }

    @Test
    void a_cursor_of_more_scopes_than_any_is_no_defect() {
        alice.pull();
        for (int scopes : new int[] {20_000, 70_000}) {
            var seen = Json.createObjectBuilder();
            IntStream.range(0, scopes).forEach(i -> seen.add("scope-" + i, i));
            Answer answer = pull(forged(seen.build()));
            if (answer.status() != 200) {
                assertEquals(
                        "/pull/cursor", answer.problem(400, "malformed-message").getString("pointer"));
            }
        }
    }

    @Test
    void a_cursor_with_a_nul_is_no_defect() {
        JsonObject seen = Json.createObjectBuilder().add("em\u0000ea", 1).build();
        assertEquals(200, pull(forged(seen)).status());
    }

    private JsonObject listed() {
        return Body.objects(User.ALICE.get("/api/replicas").ok().json(), "replicas").stream()
                .filter(one -> one.getString("id").equals(alice.id()))
                .findFirst()
                .orElseThrow();
    }

    private Answer pull(String cursor) {
        return alice.send(Body.object("replica", alice.id(), "pull", Body.object("cursor", cursor, "page", 5000)));
    }

    /** What the cursor of a replica would be that has seen this, without a seal. */
    private String forged(JsonObject seen) {
        JsonObject own = Body.parse(new String(Base64.getUrlDecoder().decode(payload(sample())), UTF_8));
        return Base64.getUrlEncoder()
                .withoutPadding()
                .encodeToString(Body.with(own, "seen", seen).toString().getBytes(UTF_8));
    }

    private String sample() {
        if (alice.cursor() == null) {
            alice.pull();
        }
        return alice.cursor();
    }

    private static String payload(String cursor) {
        return cursor.substring(0, cursor.indexOf('.'));
    }

    private static String mac(String cursor) {
        return cursor.substring(cursor.lastIndexOf('.') + 1);
    }
}
