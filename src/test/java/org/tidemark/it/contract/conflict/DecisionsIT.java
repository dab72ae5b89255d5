package org.tidemark.it.contract.conflict;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.tidemark.it.contract.Changes.changes;

import jakarta.json.JsonObject;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.tidemark.it.contract.Body;
import org.tidemark.it.contract.ContractTest;
import org.tidemark.it.contract.Desk;
import org.tidemark.it.contract.Disputed;
import org.tidemark.it.contract.Fields;
import org.tidemark.it.contract.Replica;
import org.tidemark.it.contract.Row;
import org.tidemark.it.contract.User;

/**
 * What a decision at the conflict desk does to the record and to the replica.
 *
 * <p>See docs/protocol.md, P130 to P137.
 */
@ContractTest
class DecisionsIT {

    private final Desk alices = new Desk(User.ALICE);
    private final Desk carols = new Desk(User.CAROL);

    @Test
    void decided_for_the_client_its_edit_is_applied_and_its_replica_hears() {
        Disputed it = Disputed.modifiedModified(User.ALICE);
        carols.resolve(it.conflict(), "client", it.version());
        it.alice().pull();
        it.bob().pull();
        Fields.assertSame(it.client(), it.alice().held(it.client()));
        Fields.assertSame(it.client(), it.bob().held(it.client()));
        assertTrue(it.bob().held(it.client()).version() > it.version());
        assertSettled(it, "client", "carol");
    }

    @Test
    void decided_for_the_server_the_record_stays_and_its_replica_hears() {
        Disputed it = Disputed.modifiedModified(User.ALICE);
        carols.resolve(it.conflict(), "server", it.version());
        it.alice().pull();
        Fields.assertSame(it.server(), it.alice().held(it.server()));
        assertEquals(it.version(), it.alice().held(it.server()).version());
        assertSettled(it, "server", "carol");
    }

    @Test
    void decided_by_mixing_the_mixture_is_applied() {
        Disputed it = Disputed.modifiedModified(User.ALICE);
        Row mixed = it.client().with("notes", "Both numbers work.");
        carols.resolveMerged(it.conflict(), it.version(), mixed.fields());
        it.alice().pull();
        Fields.assertSame(mixed, it.alice().held(mixed));
        assertSettled(it, "merged", "carol");
    }

    @Test
    void a_replica_hears_of_a_decision_once() {
        Disputed it = Disputed.modifiedModified(User.ALICE);
        carols.resolve(it.conflict(), "server", it.version());
        it.alice().pull();
        JsonObject again = it.alice().pullPage(5000);
        assertFalse(Body.objects(again, "settled").toString().contains(it.conflict()));
        assertTrue(it.bob().pull().settled(it.conflict()).isEmpty(), "and nobody else does");
    }

    @Test
    void a_replica_that_got_a_new_id_hears_of_decisions_about_its_users_conflicts() {
        Disputed it = Disputed.modifiedModified(User.ALICE);
        Replica early = Replica.of(User.ALICE).pull();
        Replica strange = Replica.of(User.BOB).pull();
        carols.resolve(it.conflict(), "server", it.version());
        for (Replica heir : List.of(early, Replica.of(User.ALICE))) {
            assertEquals(
                    "server", heir.pull().settled(it.conflict()).orElseThrow().getString("outcome"));
        }
        for (Replica other : List.of(strange, Replica.of(User.BOB), Replica.of(User.CAROL))) {
            assertTrue(other.pull().settled(it.conflict()).isEmpty(), "it was not their conflict");
        }
    }

    @Test
    void a_conflict_that_another_took_the_place_of_is_told_too() {
        Disputed it = Disputed.modifiedModified(User.ALICE);
        Replica heir = Replica.of(User.ALICE);
        heir.push(changes().modify(it.client(), it.version() - 1, it.client()).resolve(it.conflict(), "client"));
        JsonObject settled = it.alice().pull().settled(it.conflict()).orElseThrow();
        assertEquals("superseded", settled.getString("outcome"));
        assertEquals("alice", settled.getString("by"));
    }

    @Test
    void an_owner_decides_their_own() {
        Disputed it = Disputed.modifiedModified(User.ALICE);
        alices.resolve(it.conflict(), "client", it.version());
        Fields.assertSame(it.client(), it.bob().pull().held(it.client()));
    }

    @Test
    void a_deleted_record_returns_with_a_higher_number_when_the_edit_is_chosen() {
        Disputed it = Disputed.modifiedDeleted();
        carols.resolve(it.conflict(), "client", it.version());
        it.bob().pull();
        Fields.assertSame(it.client(), it.bob().held(it.client()));
        assertTrue(it.bob().held(it.client()).version() > it.version());
    }

    @Test
    void a_deleted_record_stays_deleted_when_the_server_is_chosen() {
        Disputed it = Disputed.modifiedDeleted();
        carols.resolve(it.conflict(), "server", it.version());
        assertTrue(it.alice().pull().find(it.client()).isEmpty());
        assertSettled(it, "server", "carol");
    }

    @Test
    void an_edited_record_goes_when_the_delete_is_chosen() {
        Disputed it = Disputed.deletedModified();
        it.bob().pull();
        carols.resolve(it.conflict(), "client", it.version());
        assertTrue(it.bob().pull().find(it.client()).isEmpty());
        assertTrue(it.alice().pull().find(it.client()).isEmpty());
    }

    @Test
    void of_two_added_under_one_id_either_may_be_chosen() {
        Disputed it = Disputed.addedAdded();
        carols.resolve(it.conflict(), "client", it.version());
        Fields.assertSame(it.client(), it.bob().pull().held(it.client()));
    }

    static void assertSettled(Disputed it, String outcome, String by) {
        JsonObject settled = it.alice().settled(it.conflict()).orElseThrow();
        assertEquals(outcome, settled.getString("outcome"));
        assertEquals(by, settled.getString("by"));
        ConflictsIT.assertIsNow(settled.getString("at"));
    }
}
