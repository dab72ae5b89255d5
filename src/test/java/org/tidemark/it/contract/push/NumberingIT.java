package org.tidemark.it.contract.push;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.tidemark.it.contract.Changes.changes;

import jakarta.json.JsonObject;
import java.sql.SQLException;
import org.junit.jupiter.api.Test;
import org.tidemark.it.Answer;
import org.tidemark.it.contract.Body;
import org.tidemark.it.contract.ContractTest;
import org.tidemark.it.contract.Database;
import org.tidemark.it.contract.Outcomes;
import org.tidemark.it.contract.Replica;
import org.tidemark.it.contract.Row;
import org.tidemark.it.contract.Sample;
import org.tidemark.it.contract.User;

/**
 * Exactly once: a push is known by its replica and number, whatever the network did to its answer.
 *
 * <p>See docs/protocol.md, P40 to P46.
 */
@ContractTest
class NumberingIT {

    private final Replica alice = Replica.abreast(User.ALICE);
    private final Row company = Sample.company("emea");

    @Test
    void a_push_sent_again_gets_its_first_answer_and_is_applied_once() {
        JsonObject message = alice.message(changes().add(company).push(1));
        Outcomes first = outcomes(alice.send(message));
        Outcomes again = outcomes(alice.send(message));
        assertFalse(first.repeated());
        assertTrue(again.repeated());
        assertEquals(first.applied(company), again.applied(company));
        assertEquals(Body.without(first.push(), "repeated"), Body.without(again.push(), "repeated"));
        alice.pull();
        assertEquals(first.applied(company), alice.held(company).version());
    }

    /** The record moved on between the two: a second decision would invent a conflict of a device with itself. */
    @Test
    void a_push_sent_again_is_not_decided_anew() {
        long version = alice.add(company);
        Row edited = company.with("phone", "+47 1");
        JsonObject message =
                alice.message(changes().modify(company, version, edited).push(2));
        long second = outcomes(alice.send(message)).applied(edited);
        Replica bob = Replica.abreast(User.BOB);
        long third = bob.modify(edited, second, edited.with("phone", "+47 2"));

        Outcomes again = outcomes(alice.send(message));

        assertEquals(second, again.applied(edited));
        assertEquals(third, bob.pull().held(company).version());
    }

    @Test
    void conflicts_and_rejections_are_repeated_too() {
        long version = alice.add(company);
        Replica bob = Replica.abreast(User.BOB);
        bob.modify(company, version, company.with("phone", "+47 2"));
        Row edited = company.with("phone", "+47 1");
        Row nameless = Sample.company("emea").with("name", "");
        JsonObject message = alice.message(
                changes().modify(company, version, edited).add(nameless).push(2));
        Outcomes first = outcomes(alice.send(message));
        Outcomes again = outcomes(alice.send(message));
        assertEquals(
                first.conflict(edited, "modified-modified").getString("id"),
                again.conflict(edited, "modified-modified").getString("id"));
        assertEquals(first.rejected(nameless, "invalid"), again.rejected(nameless, "invalid"));
    }

    @Test
    void a_repeated_push_still_pulls() {
        JsonObject message = Body.with(
                alice.message(changes().add(company).push(1)), "pull", Body.object("cursor", null, "page", 5000));
        JsonObject first = alice.send(message).ok().json();
        JsonObject again = alice.send(message).ok().json();
        assertTrue(first.getJsonObject("pull").containsKey("cursor"));
        assertTrue(again.getJsonObject("push").getBoolean("repeated"));
        assertTrue(again.getJsonObject("pull").containsKey("cursor"));
    }

    @Test
    void numbers_start_at_one() throws SQLException {
        alice.send(alice.message(changes().add(company).push(2))).problem(409, "replica-reset-required");
        assertEquals(0, Database.count(company), "nothing of it is applied");
        assertFalse(outcomes(alice.send(alice.message(changes().add(company).push(1))))
                .repeated());
    }

    @Test
    void no_number_is_left_out() throws SQLException {
        alice.add(company);
        Row other = Sample.company("emea");
        alice.send(alice.message(changes().add(other).push(3))).problem(409, "replica-reset-required");
        assertEquals(0, Database.count(other), "nothing of it is applied");
    }

    @Test
    void a_number_of_long_ago_is_refused() {
        JsonObject first = alice.message(changes().add(company).push(1));
        outcomes(alice.send(first));
        Row second = Sample.company("emea");
        Row third = Sample.company("emea");
        outcomes(alice.send(alice.message(changes().add(second).push(2))));
        outcomes(alice.send(alice.message(changes().add(third).push(3))));
        alice.send(first).problem(409, "replica-reset-required");
    }

    @Test
    void another_body_under_the_same_number_is_refused() throws SQLException {
        alice.add(company);
        Row other = Sample.company("emea");
        alice.send(alice.message(changes().add(other).push(1))).problem(409, "replica-reset-required");
        assertEquals(0, Database.count(other), "nothing of it is applied");
    }

    @Test
    void a_replica_of_somebody_else_is_refused() {
        alice.add(company);
        Row other = Sample.company("emea");
        JsonObject message = alice.message(changes().add(other).push(2));
        User.BOB.post("/api/sync", message).problem(403, "replica-not-owned");
        User.CAROL.post("/api/sync", message).problem(403, "replica-not-owned");
        assertFalse(outcomes(alice.send(message)).repeated(), "the number is not used up by the refused ones");
    }

    /** A pull alone makes the replica its user's as well: its cursor and its settled conflicts are personal. */
    @Test
    void a_replica_belongs_to_whoever_pulled_first() {
        alice.pull();
        User.BOB
                .post("/api/sync", Body.object("replica", alice.id(), "pull", Body.object("cursor", null)))
                .problem(403, "replica-not-owned");
    }

    @Test
    void a_message_that_carries_nothing_is_not_for_somebody_elses_replica_either() {
        JsonObject nothing = Body.object("replica", Sample.id());
        alice.send(nothing).ok();
        User.BOB.post("/api/sync", nothing).problem(403, "replica-not-owned");
    }

    @Test
    void every_replica_counts_for_itself() {
        Replica phone = Replica.abreast(User.ALICE);
        Replica laptop = Replica.abreast(User.ALICE);
        phone.add(company);
        phone.add(Sample.company("emea"));
        laptop.add(Sample.company("emea"));
        phone.add(Sample.company("emea"));
    }

    @Test
    void an_empty_push_counts_too() {
        assertEquals(0, alice.push(changes()).count("applied"));
        alice.add(company);
    }

    private static Outcomes outcomes(Answer answer) {
        return new Outcomes(answer.ok().json().getJsonObject("push"));
    }
}
