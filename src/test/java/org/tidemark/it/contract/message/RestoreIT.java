package org.tidemark.it.contract.message;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.tidemark.it.contract.Changes.changes;

import jakarta.json.JsonObject;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.tidemark.it.Answer;
import org.tidemark.it.contract.Body;
import org.tidemark.it.contract.ContractTest;
import org.tidemark.it.contract.Database;
import org.tidemark.it.contract.Replica;
import org.tidemark.it.contract.Row;
import org.tidemark.it.contract.Sample;
import org.tidemark.it.contract.User;

/**
 * A server restored from a backup has forgotten what replicas know; it says so instead of giving numbers twice.
 *
 * <p>See docs/protocol.md, P110.
 */
@ContractTest
class RestoreIT {

    private final Replica alice = Replica.abreast(User.ALICE);
    private final Row company = Sample.company("emea");

    @AfterEach
    void forgetTheCursorsOfTheOldEpoch() {
        Replica.forgetAbreast();
    }

    @Test
    void a_cursor_of_an_earlier_epoch_is_refused_and_the_replica_starts_over() {
        long version = alice.add(company);
        alice.pull();
        restore();

        JsonObject pull =
                Body.object("replica", alice.id(), "pull", Body.object("cursor", alice.cursor(), "page", 100));
        alice.send(pull).problem(409, "replica-reset-required");

        Replica fresh = Replica.of(User.ALICE).pull();
        assertEquals(version, fresh.held(company).version());
    }

    /** Half a refusal would be worse than none: the device keeps its outbox and sends it again under another id. */
    @Test
    void a_push_that_comes_with_such_a_cursor_is_not_applied() throws Exception {
        restore();
        JsonObject message = Body.with(
                alice.message(changes().add(company).push(1)),
                "pull",
                Body.object("cursor", alice.cursor(), "page", 100));
        alice.send(message).problem(409, "replica-reset-required");
        assertEquals(0, Database.count(company));
    }

    /** To start over would be a way around the revocation. */
    @Test
    void a_revoked_replica_is_revoked_before_all_else() {
        User.ALICE.send("DELETE", "/api/replicas/" + alice.id(), new byte[0]);
        restore();
        JsonObject pull = Body.object("cursor", alice.cursor(), "page", 100);
        alice.send(Body.object("replica", alice.id(), "pull", pull)).problem(410, "replica-revoked");
        alice.send(Body.with(alice.message(changes().add(company).push(1)), "pull", pull))
                .problem(410, "replica-revoked");
    }

    @Test
    void no_number_is_given_twice() {
        long before = alice.add(company);
        restore();
        Row next = Sample.company("emea");
        assertTrue(Replica.of(User.ALICE).add(next) > before + 1, "the clock has leapt over what was forgotten");
    }

    /** A server knows the epoch from the push before: it has to find out that there is another one. */
    @Test
    void a_push_alone_says_the_epoch_that_it_was_decided_in() {
        alice.add(company);
        restore();
        JsonObject message = alice.message(changes().add(Sample.company("emea")).push(alice.nextNumber()));
        assertEquals(epoch(), alice.send(message).ok().json().getString("epoch"));
    }

    @Test
    void a_replica_numbers_its_pushes_on_across_a_restore() {
        alice.add(company);
        restore();
        alice.add(Sample.company("emea"));
    }

    @Test
    void only_an_administrator_declares_a_restore() {
        String epoch = epoch();
        User.ALICE
                .send("POST", "/api/restored", new byte[0], "Content-Type", "application/json")
                .problem(403);
        assertEquals(epoch, epoch());
    }

    private static void restore() {
        String epoch = epoch();
        Answer answer = User.CAROL
                .send("POST", "/api/restored", new byte[0], "Content-Type", "application/json")
                .ok();
        assertNotEquals(epoch, answer.json().getString("epoch"));
        assertEquals(epoch(), answer.json().getString("epoch"));
    }

    private static String epoch() {
        return User.ALICE.get("/api").ok().json().getString("epoch");
    }
}
