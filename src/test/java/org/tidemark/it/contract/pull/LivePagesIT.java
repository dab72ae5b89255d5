package org.tidemark.it.contract.pull;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import jakarta.json.JsonObject;
import java.sql.SQLException;
import java.util.List;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.tidemark.it.contract.Body;
import org.tidemark.it.contract.Changes;
import org.tidemark.it.contract.ContractTest;
import org.tidemark.it.contract.Database;
import org.tidemark.it.contract.Listening;
import org.tidemark.it.contract.Replica;
import org.tidemark.it.contract.Row;
import org.tidemark.it.contract.Sample;
import org.tidemark.it.contract.User;

/**
 * Pages that come by the event stream: for whom, from where on, and when a hint has to do.
 *
 * <p>See docs/protocol.md, P161 to P166.
 */
@ContractTest
class LivePagesIT {

    /** More than one page brings. */
    private static final int MANY = 120;

    private final Replica alice = Replica.abreast(User.ALICE);
    private final Replica bob = Replica.abreast(User.BOB);

    @Test
    void a_page_brings_what_a_pull_would_and_the_next_goes_on_from_there() {
        try (Listening listening = following(alice)) {
            alice.pull();
            for (int i = 0; i < 3; i++) {
                Row company = Sample.company("emea");
                long version = bob.add(company);
                JsonObject page = nextPage(listening, version);

                assertEquals(company.id(), onlyRecord(page).getString("id"));
                assertEquals(company.fields(), onlyRecord(page).getJsonObject("fields"));
                assertEquals(version, onlyRecord(page).getJsonNumber("version").longValueExact());
                JsonObject asked = page.getJsonObject("asked");
                assertEquals(alice.id(), asked.getString("replica"));
                assertEquals(alice.nextNumber() - 1, asked.getInt("number"));
                assertEquals(alice.cursor(), asked.getString("cursor"));

                alice.cursor(pull(page).getString("cursor"));
            }
            assertEquals(0, Body.objects(alice.pullPage(Replica.PAGE), "scopes").size(), "there is nothing else");
        }
    }

    @Test
    void who_does_not_ask_for_pages_or_has_not_told_where_it_stands_gets_hints() {
        alice.pull();
        try (Listening plain = Listening.as(User.ALICE, "?replica=" + alice.id());
                Listening silent = following(Replica.of(User.ALICE));
                Listening noPull = following(alice)) {
            long version = bob.add(Sample.company("emea"));
            for (Listening one : List.of(plain, silent, noPull)) {
                one.assertHears("emea", version);
            }
        }
    }

    @Test
    void who_has_written_gets_no_page_of_that() {
        try (Listening listening = following(alice)) {
            alice.pull();
            // As a client does: what it has written, the same answer brings.
            Row mine = Sample.company("emea");
            JsonObject push = Changes.changes().add(mine).push(alice.nextNumber());
            JsonObject message =
                    Body.object("replica", alice.id(), "push", push, "pull", Body.object("cursor", alice.cursor()));
            JsonObject answer = alice.send(message).ok().json();
            long version = Body.objects(answer.getJsonObject("push"), "applied")
                    .get(0)
                    .getJsonNumber("version")
                    .longValueExact();
            listening.assertHears("emea", version);

            bob.add(Sample.company("emea"));
            JsonObject page = nextPage(listening, 0);
            assertEquals(
                    answer.getJsonObject("pull").getString("cursor"),
                    page.getJsonObject("asked").getString("cursor"));
            assertEquals(1, page.getJsonObject("asked").getInt("number"));
        }
    }

    @Test
    void more_than_a_small_page_is_fetched() {
        try (Listening listening = following(alice)) {
            alice.pull();
            List<Row> many = IntStream.range(0, MANY)
                    .mapToObj(i -> Sample.company("emea"))
                    .toList();
            long last = bob.push(Changes.changes().addAll(many)).applied(many.get(MANY - 1));
            listening.assertHears("emea", last);
            assertTrue(alice.pull(Replica.PAGE).size() >= 1);

            long next = bob.add(Sample.company("emea"));
            nextPage(listening, next);
        }
    }

    @Test
    void who_has_pulled_at_another_node_is_told_to_ask() throws SQLException {
        try (Listening listening = following(alice)) {
            alice.pull();
            Database.update("UPDATE tidemark_replica SET seen = '{\"emea\":1}' WHERE id = '"
                    + UUID.fromString(alice.id()) + "'");
            listening.assertHears("emea", bob.add(Sample.company("emea")));
        }
    }

    @Test
    void nobody_gets_pages_of_somebody_elses_replica() {
        try (Listening his = following(bob, User.BOB)) {
            User.BOB.get("/api/events?pages=true&replica=" + alice.id()).problem(403, "replica-not-owned");
            bob.pull();
            alice.pull();
            long version = alice.add(Sample.company("emea"));
            assertEquals(bob.id(), nextPage(his, version).getJsonObject("asked").getString("replica"));
        }
    }

    @Test
    void a_revoked_replica_gets_no_page() {
        try (Listening listening = following(alice)) {
            alice.pull();
            User.ALICE.send("DELETE", "/api/replicas/" + alice.id(), new byte[0]);
            bob.add(Sample.company("emea"));
            Listening.Event event = listening.next();
            while ("changed".equals(event.name())) {
                event = listening.next();
            }
            assertEquals("revoked", event.name());
            assertNull(listening.next().name());
        }
    }

    private static Listening following(Replica replica) {
        return following(replica, User.ALICE);
    }

    private static Listening following(Replica replica, User user) {
        Listening listening = Listening.as(user, "?pages=true&replica=" + replica.id());
        assertEquals("alive", listening.nextOfAll().name(), "it is open");
        return listening;
    }

    /** Pages that have come this far, perhaps behind hints of older changes; the first that brings the version. */
    private static JsonObject nextPage(Listening listening, long version) {
        Listening.Event event = listening.next();
        while ("changed".equals(event.name())) {
            assertFalse(
                    event.data().getJsonNumber("version").longValueExact() == version, () -> "no page of " + version);
            event = listening.next();
        }
        assertEquals("page", event.name());
        assertFalse(pull(event.data()).getBoolean("more"));
        assertTrue(
                pull(event.data()).getJsonObject("seen").getJsonNumber("emea").longValueExact() >= version);
        return event.data();
    }

    private static JsonObject pull(JsonObject page) {
        return page.getJsonObject("answer").getJsonObject("pull");
    }

    private static JsonObject onlyRecord(JsonObject page) {
        List<JsonObject> scopes = Body.objects(pull(page), "scopes");
        assertEquals(1, scopes.size());
        List<JsonObject> upserted =
                Body.objects(scopes.get(0).getJsonObject("changes").getJsonObject("companies"), "upserted");
        assertEquals(1, upserted.size());
        return upserted.get(0);
    }
}
