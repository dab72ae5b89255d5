package org.tidemark.it.contract.conflict;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.tidemark.it.contract.Changes.changes;

import jakarta.json.JsonObject;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.tidemark.it.Answer;
import org.tidemark.it.contract.Body;
import org.tidemark.it.contract.ContractTest;
import org.tidemark.it.contract.Database;
import org.tidemark.it.contract.Desk;
import org.tidemark.it.contract.Disputed;
import org.tidemark.it.contract.Fields;
import org.tidemark.it.contract.Outcomes;
import org.tidemark.it.contract.Replica;
import org.tidemark.it.contract.Row;
import org.tidemark.it.contract.Sample;
import org.tidemark.it.contract.Together;
import org.tidemark.it.contract.User;

/**
 * The conflict desk: who sees what, and what a decision there does to the record and to the replica.
 *
 * <p>See docs/protocol.md, P130 to P137.
 */
@ContractTest
class DeskIT {

    private final Desk alices = new Desk(User.ALICE);
    private final Desk carols = new Desk(User.CAROL);

    @Test
    void aConflictIsListedForItsOwnerAndForTheSteward() {
        Disputed it = Disputed.modifiedModified(User.ALICE);
        for (Desk desk : List.of(alices, carols)) {
            JsonObject listed = desk.find("status=open", it.conflict()).orElseThrow();
            assertEquals(it.client().id(), listed.getString("record"));
            assertEquals("modified-modified", listed.getString("kind"));
        }
        assertTrue(new Desk(User.BOB).find("", it.conflict()).isEmpty());
        assertTrue(new Desk(User.DAVE).find("", it.conflict()).isEmpty());
    }

    @Test
    void oneConflictShowsBothSidesAsThePushDid() {
        Disputed it = Disputed.modifiedModified(User.ALICE);
        JsonObject conflict = carols.get(it.conflict());
        assertEquals(it.conflict(), conflict.getString("id"));
        assertEquals("companies", conflict.getString("collection"));
        Fields.assertSame(it.client(), conflict.getJsonObject("client").getJsonObject("fields"));
        Fields.assertSame(it.server(), conflict.getJsonObject("server").getJsonObject("fields"));
        assertEquals(it.version(), Body.version(conflict.getJsonObject("server")));
        assertEquals("bob", conflict.getJsonObject("server").getString("modifiedBy"));
        assertFalse(conflict.getJsonArray("disputed").isEmpty());
    }

    @Test
    void filtersNarrowTheList() {
        Disputed it = Disputed.modifiedModified(User.ALICE);
        String own = "replica=" + it.alice().id();
        assertEquals(1, carols.list(own).size());
        assertTrue(carols.find(own + "&collection=companies", it.conflict()).isPresent());
        assertEquals(0, carols.list(own + "&collection=contacts").size());
        assertEquals(0, carols.list("replica=" + it.bob().id()).size());
        assertEquals(0, carols.list("replica=" + Sample.id()).size());
        carols.resolve(it.conflict(), "server", it.version());
        assertEquals(0, carols.list(own + "&status=open").size());
    }

    @Test
    void theListComesByPagesWithoutGapOrRepeat() {
        Replica alice = Replica.of(User.ALICE);
        Replica bob = Replica.of(User.BOB);
        List<Row> rows = Stream.generate(() -> Sample.company("emea")).limit(7).toList();
        bob.push(changes().addAll(rows));
        Outcomes outcomes = alice.push(changes()
                .addAll(rows.stream().map(row -> row.with("phone", "+47 1")).toList()));
        assertEquals(7, outcomes.count("conflicts"));
        List<String> seen = new ArrayList<>();
        String after = "";
        while (true) {
            List<JsonObject> page = carols.list("replica=" + alice.id() + "&limit=3" + after);
            assertTrue(page.size() <= 3, "no more than asked for");
            if (page.isEmpty()) {
                break;
            }
            page.forEach(conflict -> seen.add(conflict.getString("id")));
            after = "&after=" + seen.get(seen.size() - 1);
            assertTrue(seen.size() < 20, "the list does not end");
        }
        assertEquals(7, seen.size());
        assertEquals(7, seen.stream().distinct().count());
    }

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

    /** Alice reads emea: what became of the record elsewhere is not hers to see, and what she sent is not lost. */
    @Test
    void aDeletedRecordThatReturnsElsewhereTakesItsOpenConflictsAlong() {
        Disputed it = Disputed.modifiedDeleted();
        String bobs = alsoOfBob(it);
        carols.resolveMerged(
                bobs, it.version(), it.client().with("region", "apac").fields());

        assertTrue(alices.find("", it.conflict()).isEmpty());
        User.ALICE.get("/api/conflicts/" + it.conflict()).problem(404);
        JsonObject open = carols.find("status=open", it.conflict()).orElseThrow();
        assertEquals("apac", open.getString("scope"));
        assertEquals("apac", region(open.getJsonObject("server")));
        Fields.assertSame(it.client(), open.getJsonObject("client").getJsonObject("fields"));
    }

    /** The conflict that was decided stays where its replica hears of it. */
    @Test
    void whoseRecordReturnsElsewhereHearsThatItWasDecidedAndNotWhatWasWritten() {
        Disputed it = Disputed.modifiedDeleted();
        carols.resolveMerged(
                it.conflict(), it.version(), it.client().with("region", "apac").fields());
        it.alice().pull();
        assertSettled(it, "merged", "carol");
        JsonObject closed = alices.get(it.conflict());
        assertEquals("merged", closed.getString("outcome"));
        assertFalse(closed.containsKey("resolution"), closed::toString);
        assertFalse(alices.list("replica=" + it.alice().id()).get(0).containsKey("resolution"));
        assertEquals(
                "apac", carols.get(it.conflict()).getJsonObject("resolution").getString("region"));
    }

    /** Without a trace nothing leads from the record to the scope that it was in, and its conflicts stay there. */
    @Test
    void theServersSideIsShownOnlyToWhoMayReadIt() throws Exception {
        Disputed it = Disputed.modifiedDeleted();
        String bobs = alsoOfBob(it);
        JsonObject before = alices.get(it.conflict());
        Database.update(
                "DELETE FROM tidemark_tombstone WHERE record = ?",
                UUID.fromString(it.client().id()));
        carols.resolveMerged(
                bobs, it.version(), it.client().with("region", "apac").fields());

        assertEquals(before, alices.get(it.conflict()));
        assertEquals(before, alices.find("status=open", it.conflict()).orElseThrow());
        JsonObject moved = alices.tryResolve(it.conflict(), Body.object("outcome", "server", "version", it.version()))
                .problem(409, "conflict-moved");
        assertEquals(before, moved.getJsonObject("conflict"));
        assertEquals("apac", region(carols.get(it.conflict()).getJsonObject("server")));
    }

    private static String alsoOfBob(Disputed it) {
        Row his = it.client().with("phone", "+47 33 33 33 33");
        return it.bob()
                .push(changes().modify(it.server(), it.version() - 1, his))
                .conflict(his, "modified-deleted")
                .getString("id");
    }

    private static String region(JsonObject side) {
        return side.getJsonObject("fields").getString("region");
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

    @ParameterizedTest
    @ValueSource(strings = {"client", "server"})
    void aDecisionOnAStateThatIsNoLongerCurrentIsRefusedWithTheFreshOne(String outcome) {
        Disputed it = Disputed.modifiedModified(User.ALICE);
        Row newer = it.server().with("notes", "Moved on.");
        long current = it.moveOn(newer);

        JsonObject problem = carols.tryResolve(it.conflict(), Body.object("outcome", outcome, "version", it.version()))
                .problem(409, "conflict-moved");

        JsonObject fresh = problem.getJsonObject("conflict");
        assertEquals(current, Body.version(fresh.getJsonObject("server")));
        Fields.assertSame(newer, fresh.getJsonObject("server").getJsonObject("fields"));
        Fields.assertSame(it.client(), fresh.getJsonObject("client").getJsonObject("fields"));
        Fields.assertSame(newer, it.bob().pull().held(newer));
        carols.resolve(fresh.getString("id"), outcome, current);
        Fields.assertSame(
                outcome.equals("client") ? it.client() : newer, it.bob().pull().held(newer));
    }

    @Test
    void aDecisionOnADeletedRecordIsRefusedUntilItsDeletionIsOnScreen() {
        Disputed it = Disputed.modifiedModified(User.ALICE);
        it.bob().delete(it.server(), it.version());
        JsonObject problem = carols.tryResolve(it.conflict(), Body.object("outcome", "client", "version", it.version()))
                .problem(409, "conflict-moved");
        JsonObject deleted = problem.getJsonObject("conflict").getJsonObject("server");
        assertTrue(deleted.getBoolean("deleted"));
        assertTrue(it.bob().pull().find(it.server()).isEmpty());

        carols.resolve(it.conflict(), "client", Body.version(deleted));
        Fields.assertSame(it.client(), it.bob().pull().held(it.client()));
        assertTrue(it.bob().held(it.client()).version() > Body.version(deleted));
        it.alice().pull();
        assertSettled(it, "client", "carol");
    }

    @Test
    void aVersionThatNeverWasIsNotCurrentEither() {
        Disputed it = Disputed.modifiedModified(User.ALICE);
        carols.tryResolve(it.conflict(), Body.object("outcome", "server", "version", it.version() + 1000))
                .problem(409, "conflict-moved");
        assertTrue(it.isOpen());
    }

    @Test
    void aMixtureThatIsInvalidIsRefusedAndTheConflictStaysOpen() {
        Disputed it = Disputed.modifiedModified(User.ALICE);
        for (JsonObject bad : List.of(
                it.client().with("name", "").fields(),
                it.client().with("employees", "many").fields(),
                it.client().with("shoeSize", 43).fields(),
                it.client().with("notes", "a\u0000b").fields())) {
            Answer answer = carols.tryResolve(
                    it.conflict(), Body.object("outcome", "merged", "version", it.version(), "fields", bad));
            assertTrue(answer.status() / 100 == 4, answer::text);
            answer.problem();
        }
        assertTrue(it.isOpen());
        assertEquals(it.version(), it.bob().pull().held(it.server()).version());
    }

    @Test
    void aMixtureThatTheDatabaseRefusesIsRefusedAndTheConflictStaysOpen() {
        Disputed it = Disputed.modifiedModified(User.ALICE);
        Row other = Sample.company("emea");
        it.bob().add(other);
        Row greedy = it.client().with("vatNumber", other.fields().getString("vatNumber"));
        Answer answer = carols.tryResolve(
                it.conflict(), Body.object("outcome", "merged", "version", it.version(), "fields", greedy.fields()));
        assertTrue(answer.status() / 100 == 4, () -> answer.status() + answer.text());
        answer.problem();
        assertTrue(it.isOpen());
    }

    @Test
    void aConflictIsDecidedOnce() {
        Disputed it = Disputed.modifiedModified(User.ALICE);
        carols.resolve(it.conflict(), "server", it.version());
        alices.tryResolve(it.conflict(), Body.object("outcome", "client", "version", it.version()))
                .problem(409);
        assertEquals(it.version(), it.bob().pull().held(it.server()).version());
    }

    @Test
    void ofManyWhoDecideAtOnceOneDoes() {
        for (int round = 0; round < 5; round++) {
            Disputed it = Disputed.modifiedModified(User.ALICE);
            Callable<Answer> forClient =
                    () -> carols.tryResolve(it.conflict(), Body.object("outcome", "client", "version", it.version()));
            Callable<Answer> forServer =
                    () -> alices.tryResolve(it.conflict(), Body.object("outcome", "server", "version", it.version()));
            List<Answer> answers = Together.run(List.of(forClient, forServer, forClient, forServer));
            assertEquals(1, answers.stream().filter(a -> a.status() / 100 == 2).count(), answers::toString);
            answers.stream().filter(a -> a.status() / 100 != 2).forEach(a -> a.problem(409));
        }
    }

    @Test
    void whoDecidedWhatAndWhenIsKept() {
        Disputed it = Disputed.modifiedModified(User.ALICE);
        carols.resolve(it.conflict(), "server", it.version());
        JsonObject closed = carols.get(it.conflict());
        assertTrue(closed.toString().contains("\"carol\""), closed::toString);
        assertTrue(closed.toString().contains("\"server\""), closed::toString);
        Fields.assertSame(it.client(), closed.getJsonObject("client").getJsonObject("fields"));
        assertFalse(it.isOpen());
    }

    private static void assertSettled(Disputed it, String outcome, String by) {
        JsonObject settled = it.alice().settled(it.conflict()).orElseThrow();
        assertEquals(outcome, settled.getString("outcome"));
        assertEquals(by, settled.getString("by"));
        ConflictsIT.assertIsNow(settled.getString("at"));
    }
}
