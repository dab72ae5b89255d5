package org.tidemark.it.contract.conflict;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.tidemark.it.contract.Changes.changes;

import jakarta.json.JsonObject;
import org.junit.jupiter.api.Test;
import org.tidemark.it.Answer;
import org.tidemark.it.contract.Body;
import org.tidemark.it.contract.ContractTest;
import org.tidemark.it.contract.Desk;
import org.tidemark.it.contract.Disputed;
import org.tidemark.it.contract.Fields;
import org.tidemark.it.contract.Outcomes;
import org.tidemark.it.contract.Replica;
import org.tidemark.it.contract.Row;
import org.tidemark.it.contract.Sample;
import org.tidemark.it.contract.User;

/**
 * A resolution that comes with a push is an edit like any other, based on the server version that was on screen.
 *
 * <p>See docs/protocol.md, P90 to P94.
 */
@ContractTest
class ResolutionsIT {

    private final Desk desk = new Desk(User.ALICE);

    @Test
    void for_the_client_its_edit_is_applied_on_the_servers_state() {
        Disputed it = Disputed.modifiedModified(User.ALICE);
        long version = it.alice()
                .push(changes().modify(it.server(), it.version(), it.client()).resolve(it.conflict(), "client"))
                .applied(it.client());
        assertTrue(version > it.version());
        assertClosed(it);
        Fields.assertSame(it.client(), it.bob().pull().held(it.client()));
    }

    @Test
    void for_the_server_nothing_is_changed() {
        Disputed it = Disputed.modifiedModified(User.ALICE);
        it.alice().push(changes().resolve(it.conflict(), "server"));
        assertClosed(it);
        assertEquals(it.version(), it.alice().pull().held(it.server()).version());
    }

    @Test
    void a_mixture_is_applied_on_the_servers_state() {
        Disputed it = Disputed.modifiedModified(User.ALICE);
        Row mixed = it.server().with("notes", "Both numbers work.");
        it.alice()
                .push(changes().modify(it.server(), it.version(), mixed).resolve(it.conflict(), "merged"))
                .applied(mixed);
        assertClosed(it);
        Fields.assertSame(mixed, it.bob().pull().held(mixed));
    }

    @Test
    void a_deleted_record_is_inserted_again_above_its_tombstone() {
        Disputed it = Disputed.modifiedDeleted();
        long version = it.alice()
                .push(changes().modify(it.server(), it.version(), it.client()).resolve(it.conflict(), "client"))
                .applied(it.client());
        assertTrue(version > it.version());
        assertClosed(it);
        it.bob().pull();
        assertEquals(version, it.bob().held(it.client()).version());
        Fields.assertSame(it.client(), it.bob().held(it.client()));
    }

    /** Without the resolution the same change would be the resurrection that the protocol forbids. */
    @Test
    void a_deleted_record_is_not_inserted_by_the_change_alone() {
        Disputed it = Disputed.modifiedDeleted();
        it.alice()
                .push(changes().modify(it.server(), it.version(), it.client()))
                .conflict(it.client(), "modified-deleted");
        assertTrue(it.bob().pull().find(it.client()).isEmpty());
    }

    @Test
    void a_deleted_record_stays_deleted_for_the_server() {
        Disputed it = Disputed.modifiedDeleted();
        it.alice().push(changes().resolve(it.conflict(), "server"));
        assertClosed(it);
        assertTrue(it.alice().pull().find(it.client()).isEmpty());
    }

    @Test
    void a_delete_is_applied_on_the_servers_state() {
        Disputed it = Disputed.deletedModified();
        it.alice()
                .push(changes().delete(it.server(), it.version()).resolve(it.conflict(), "client"))
                .gone(it.server());
        assertClosed(it);
        assertTrue(it.bob().pull().find(it.server()).isEmpty());
    }

    @Test
    void of_two_added_under_one_id_the_clients_is_an_edit_of_the_servers() {
        Disputed it = Disputed.addedAdded();
        it.alice()
                .push(changes().modify(it.server(), it.version(), it.client()).resolve(it.conflict(), "client"))
                .applied(it.client());
        assertClosed(it);
        Fields.assertSame(it.client(), it.bob().pull().held(it.client()));
    }

    @Test
    void when_the_record_moved_on_the_change_conflicts_anew_and_the_old_conflict_is_superseded() {
        Disputed it = Disputed.modifiedModified(User.ALICE);
        Row newer = it.server().with("phone", "+47 33 33 33 33");
        long current = it.moveOn(newer);

        JsonObject fresh = it.alice()
                .push(changes().modify(it.server(), it.version(), it.client()).resolve(it.conflict(), "client"))
                .conflict(it.client(), "modified-modified");

        assertNotEquals(it.conflict(), fresh.getString("id"));
        assertEquals(current, Body.version(fresh.getJsonObject("server")));
        assertClosed(it);
        assertTrue(desk.get(it.conflict()).toString().contains("\"superseded\""), () -> desk.get(it.conflict())
                .toString());
        assertTrue(desk.find("status=open", fresh.getString("id")).isPresent());
        Fields.assertSame(newer, it.bob().pull().held(newer));
        it.alice()
                .push(changes().modify(newer, current, it.client()).resolve(fresh.getString("id"), "client"))
                .applied(it.client());
    }

    @Test
    void when_the_record_was_deleted_meanwhile_the_change_conflicts_anew() {
        Disputed it = Disputed.modifiedModified(User.ALICE);
        it.bob().delete(it.server(), it.version());
        JsonObject fresh = it.alice()
                .push(changes().modify(it.server(), it.version(), it.client()).resolve(it.conflict(), "client"))
                .conflict(it.client(), "modified-deleted");
        assertClosed(it);
        assertTrue(desk.find("status=open", fresh.getString("id")).isPresent());
        assertTrue(it.bob().pull().find(it.client()).isEmpty());
    }

    /** The edit is only in the conflict; to close it for a change that was refused would lose the edit. */
    @Test
    void a_conflict_whose_resolving_change_is_refused_stays_open() {
        Disputed it = Disputed.modifiedModified(User.ALICE);
        Row bad = it.client().with("name", "");
        Row good = Sample.company("emea");
        Outcomes outcomes = it.alice()
                .push(changes()
                        .modify(it.server(), it.version(), bad)
                        .resolve(it.conflict(), "merged")
                        .add(good));
        outcomes.rejected(bad, "invalid");
        outcomes.applied(good);
        assertTrue(it.isOpen());
    }

    @Test
    void a_conflict_whose_resolving_change_the_database_refuses_stays_open() {
        Disputed it = Disputed.modifiedModified(User.ALICE);
        Row other = Sample.company("emea");
        it.bob().add(other);
        Row greedy = it.client().with("vatNumber", other.fields().getString("vatNumber"));
        it.alice()
                .push(changes().modify(it.server(), it.version(), greedy).resolve(it.conflict(), "merged"))
                .rejected(greedy, "constraint");
        assertTrue(it.isOpen());
    }

    @Test
    void a_poisoned_neighbour_does_not_keep_a_conflict_open() {
        Disputed it = Disputed.modifiedModified(User.ALICE);
        Disputed other = Disputed.modifiedModified(User.ALICE);
        Row poison =
                Sample.company("emea").with("vatNumber", other.server().fields().getString("vatNumber"));
        Outcomes outcomes = it.alice()
                .push(changes()
                        .modify(it.server(), it.version(), it.client())
                        .add(poison)
                        .resolve(it.conflict(), "client"));
        outcomes.rejected(poison, "constraint");
        outcomes.applied(it.client());
        assertClosed(it);
    }

    /** Nothing says what the client's side shall become, so nothing may be decided. */
    @Test
    void a_resolution_for_the_client_without_its_change_closes_nothing() {
        Disputed it = Disputed.modifiedModified(User.ALICE);
        Answer answer = it.alice()
                .send(it.alice()
                        .message(changes()
                                .resolve(it.conflict(), "client")
                                .push(it.alice().nextNumber())));
        assertTrue(answer.status() == 200 || answer.status() == 400, answer::text);
        assertTrue(it.isOpen());
    }

    /** A steward was faster. The device cannot know; it must not be stuck, and its change is decided by its base. */
    @Test
    void a_conflict_decided_meanwhile_at_the_desk_does_not_stop_the_push() {
        Disputed it = Disputed.modifiedModified(User.ALICE);
        new Desk(User.CAROL).resolve(it.conflict(), "client", it.version());
        Row mixed = it.client().with("notes", "Both numbers work.");
        Row good = Sample.company("emea");
        Outcomes outcomes = it.alice()
                .push(changes()
                        .modify(it.server(), it.version(), mixed)
                        .resolve(it.conflict(), "merged")
                        .add(good));
        outcomes.conflict(mixed, "modified-modified");
        outcomes.applied(good);
        assertEquals(
                "client", it.alice().pull().settled(it.conflict()).orElseThrow().getString("outcome"));
    }

    @Test
    void a_resolution_sent_twice_is_done_once() {
        Disputed it = Disputed.modifiedModified(User.ALICE);
        JsonObject message = it.alice()
                .message(changes()
                        .modify(it.server(), it.version(), it.client())
                        .resolve(it.conflict(), "client")
                        .push(it.alice().nextNumber()));
        Outcomes first = new Outcomes(it.alice().send(message).ok().json().getJsonObject("push"));
        Outcomes again = new Outcomes(it.alice().send(message).ok().json().getJsonObject("push"));
        assertTrue(again.repeated());
        assertEquals(first.applied(it.client()), again.applied(it.client()));
        assertEquals(
                first.applied(it.client()), it.bob().pull().held(it.client()).version());
    }

    @Test
    void one_resolves_no_conflict_of_somebody_else_by_a_push() {
        Disputed it = Disputed.modifiedModified(User.ALICE);
        Replica bob = Replica.of(User.BOB);
        Answer answer =
                bob.send(bob.message(changes().resolve(it.conflict(), "server").push(1)));
        assertTrue(answer.status() < 500, answer::text);
        assertTrue(it.isOpen(), "alice's edit would be lost");
    }

    private void assertClosed(Disputed it) {
        assertFalse(it.isOpen(), "the conflict is closed");
    }
}
