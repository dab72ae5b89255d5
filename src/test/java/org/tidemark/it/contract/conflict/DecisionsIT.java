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
    void decidedForTheClientItsEditIsAppliedAndItsReplicaHears() {
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
    void decidedForTheServerTheRecordStaysAndItsReplicaHears() {
        Disputed it = Disputed.modifiedModified(User.ALICE);
        carols.resolve(it.conflict(), "server", it.version());
        it.alice().pull();
        Fields.assertSame(it.server(), it.alice().held(it.server()));
        assertEquals(it.version(), it.alice().held(it.server()).version());
        assertSettled(it, "server", "carol");
    }

    @Test
    void decidedByMixingTheMixtureIsApplied() {
        Disputed it = Disputed.modifiedModified(User.ALICE);
        Row mixed = it.client().with("notes", "Both numbers work.");
        carols.resolveMerged(it.conflict(), it.version(), mixed.fields());
        it.alice().pull();
        Fields.assertSame(mixed, it.alice().held(mixed));
        assertSettled(it, "merged", "carol");
    }

    @Test
    void aReplicaHearsOfADecisionOnce() {
        Disputed it = Disputed.modifiedModified(User.ALICE);
        carols.resolve(it.conflict(), "server", it.version());
        it.alice().pull();
        JsonObject again = it.alice().pullPage(5000);
        assertFalse(Body.objects(again, "settled").toString().contains(it.conflict()));
        assertTrue(it.bob().pull().settled(it.conflict()).isEmpty(), "and nobody else does");
    }

    @Test
    void aReplicaThatGotANewIdHearsOfDecisionsAboutItsUsersConflicts() {
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
    void aConflictThatAnotherTookThePlaceOfIsToldToo() {
        Disputed it = Disputed.modifiedModified(User.ALICE);
        Replica heir = Replica.of(User.ALICE);
        heir.push(changes().modify(it.client(), it.version() - 1, it.client()).resolve(it.conflict(), "client"));
        JsonObject settled = it.alice().pull().settled(it.conflict()).orElseThrow();
        assertEquals("superseded", settled.getString("outcome"));
        assertEquals("alice", settled.getString("by"));
    }

    @Test
    void anOwnerDecidesTheirOwn() {
        Disputed it = Disputed.modifiedModified(User.ALICE);
        alices.resolve(it.conflict(), "client", it.version());
        Fields.assertSame(it.client(), it.bob().pull().held(it.client()));
    }

    @Test
    void aDeletedRecordReturnsWithAHigherNumberWhenTheEditIsChosen() {
        Disputed it = Disputed.modifiedDeleted();
        carols.resolve(it.conflict(), "client", it.version());
        it.bob().pull();
        Fields.assertSame(it.client(), it.bob().held(it.client()));
        assertTrue(it.bob().held(it.client()).version() > it.version());
    }

    @Test
    void aDeletedRecordStaysDeletedWhenTheServerIsChosen() {
        Disputed it = Disputed.modifiedDeleted();
        carols.resolve(it.conflict(), "server", it.version());
        assertTrue(it.alice().pull().find(it.client()).isEmpty());
        assertSettled(it, "server", "carol");
    }

    @Test
    void anEditedRecordGoesWhenTheDeleteIsChosen() {
        Disputed it = Disputed.deletedModified();
        it.bob().pull();
        carols.resolve(it.conflict(), "client", it.version());
        assertTrue(it.bob().pull().find(it.client()).isEmpty());
        assertTrue(it.alice().pull().find(it.client()).isEmpty());
    }

    @Test
    void ofTwoAddedUnderOneIdEitherMayBeChosen() {
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
