package org.tidemark.it.contract.push;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.tidemark.it.contract.Changes.changes;

import jakarta.json.JsonObject;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.tidemark.it.contract.Body;
import org.tidemark.it.contract.ContractTest;
import org.tidemark.it.contract.Desk;
import org.tidemark.it.contract.Fields;
import org.tidemark.it.contract.Outcomes;
import org.tidemark.it.contract.Replica;
import org.tidemark.it.contract.Row;
import org.tidemark.it.contract.Sample;
import org.tidemark.it.contract.User;

/**
 * The decision matrix for collections merged by hand: what the client did × what became of the record meanwhile.
 *
 * <p>See docs/protocol.md, P60 to P69.
 */
@ContractTest
class OutcomesIT {

    enum Client {
        ADDED,
        MODIFIED,
        DELETED
    }

    enum ServerState {
        ABSENT,
        UNCHANGED,
        CHANGED_EQUALLY,
        CHANGED_OTHERWISE,
        DELETED,
        READDED_EQUALLY,
        READDED_OTHERWISE
    }

    /** APPLIED changes the record, NOTHING_TO_DO is applied without writing, all others are kinds of conflict. */
    enum Outcome {
        APPLIED,
        NOTHING_TO_DO,
        ADDED_ADDED,
        MODIFIED_MODIFIED,
        MODIFIED_DELETED,
        DELETED_MODIFIED;

        String kind() {
            return name().toLowerCase().replace('_', '-');
        }
    }

    /** What the client started from, what it wants, and what somebody else might want. */
    private final Row before = Sample.company("emea");

    private final Row wanted = before.with("phone", "+47 11 11 11 11");
    private final Row otherwise = before.with("phone", "+47 99 99 99 99");

    private final Replica alice = Replica.of(User.ALICE);
    private final Replica bob = Replica.of(User.BOB);
    private final Replica observer = Replica.abreast(User.BOB);

    @ParameterizedTest(name = "client {0} × server {1} → {2}")
    @CsvSource({
        "ADDED,    ABSENT,            APPLIED",
        "ADDED,    UNCHANGED,         NOTHING_TO_DO",
        "ADDED,    CHANGED_EQUALLY,   NOTHING_TO_DO",
        "ADDED,    CHANGED_OTHERWISE, ADDED_ADDED",
        "ADDED,    DELETED,           MODIFIED_DELETED",
        "ADDED,    READDED_EQUALLY,   NOTHING_TO_DO",
        "ADDED,    READDED_OTHERWISE, ADDED_ADDED",
        "MODIFIED, ABSENT,            MODIFIED_DELETED",
        "MODIFIED, UNCHANGED,         APPLIED",
        "MODIFIED, CHANGED_EQUALLY,   NOTHING_TO_DO",
        "MODIFIED, CHANGED_OTHERWISE, MODIFIED_MODIFIED",
        "MODIFIED, DELETED,           MODIFIED_DELETED",
        "MODIFIED, READDED_EQUALLY,   NOTHING_TO_DO",
        "MODIFIED, READDED_OTHERWISE, MODIFIED_MODIFIED",
        "DELETED,  ABSENT,            NOTHING_TO_DO",
        "DELETED,  UNCHANGED,         APPLIED",
        "DELETED,  CHANGED_EQUALLY,   DELETED_MODIFIED",
        "DELETED,  CHANGED_OTHERWISE, DELETED_MODIFIED",
        "DELETED,  DELETED,           NOTHING_TO_DO",
        "DELETED,  READDED_EQUALLY,   DELETED_MODIFIED",
        "DELETED,  READDED_OTHERWISE, DELETED_MODIFIED"
    })
    void everyCellOfTheMatrixEndsAsTheProtocolSays(Client client, ServerState server, Outcome expected) {
        long base = bring(server, client);
        var stateBefore = observer.pull().find(wanted);

        Outcomes outcomes = alice.push(
                switch (client) {
                    case ADDED -> changes().add(wanted);
                    case MODIFIED -> changes().modify(before, base, wanted);
                    case DELETED -> changes().delete(before, base);
                });
        observer.pull();

        if (expected == Outcome.APPLIED) {
            if (client == Client.DELETED) {
                outcomes.gone(wanted);
                assertTrue(observer.find(wanted).isEmpty(), "the record is deleted");
            } else {
                long version = outcomes.applied(wanted);
                assertTrue(server == ServerState.ABSENT || version > base, version + " must be above " + base);
                assertEquals(version, observer.held(wanted).version());
                assertEquals("alice", observer.held(wanted).modifiedBy());
                Fields.assertSame(wanted, observer.held(wanted));
            }
            return;
        }
        if (expected == Outcome.NOTHING_TO_DO) {
            outcomes.gone(wanted);
            stateBefore.ifPresent(held -> assertEquals(held.version(), outcomes.applied(wanted)));
        } else {
            JsonObject conflict = outcomes.conflict(wanted, expected.kind());
            assertEquals(
                    expected.kind(),
                    new Desk(User.ALICE).get(conflict.getString("id")).getString("kind"),
                    "it is registered before the answer");
        }
        assertEquals(stateBefore, observer.find(wanted), "the record stays as it was");
    }

    /** Makes the record's state on the server; gives the version that the client's copy is of. */
    private long bring(ServerState state, Client client) {
        if (state == ServerState.ABSENT) {
            return 1;
        }
        Row first = client == Client.ADDED && state == ServerState.UNCHANGED ? wanted : before;
        long version = bob.add(first);
        Row equally = client == Client.DELETED ? before : wanted;
        switch (state) {
            case UNCHANGED, ABSENT -> {}
            case CHANGED_EQUALLY -> {
                if (client == Client.DELETED) {
                    bob.modify(otherwise, bob.modify(before, version, otherwise), before);
                } else {
                    bob.modify(before, version, wanted);
                }
            }
            case CHANGED_OTHERWISE -> bob.modify(before, version, otherwise);
            case DELETED -> bob.delete(before, version);
            case READDED_EQUALLY -> bringBack(version, equally);
            case READDED_OTHERWISE -> bringBack(version, otherwise);
        }
        return version;
    }

    /** A deleted record returns only through a conflict that somebody resolves in favour of the edit. */
    private void bringBack(long version, Row as) {
        bob.delete(before, version);
        JsonObject conflict = bob.push(changes().modify(before, version, as.with("notes", "Back again.")))
                .conflict(as, "modified-deleted");
        new Desk(User.BOB)
                .resolveMerged(conflict.getString("id"), Body.version(conflict.getJsonObject("server")), as.fields());
    }
}
