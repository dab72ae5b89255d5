package org.tidemark.it.contract.conflict;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.tidemark.it.contract.Changes.changes;

import jakarta.json.JsonObject;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
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
import org.tidemark.it.contract.User;

/**
 * The conflict desk: who sees which conflicts, and what of them.
 *
 * <p>See docs/protocol.md, P130 to P137.
 */
@ContractTest
class DeskIT {

    private final Desk alices = new Desk(User.ALICE);
    private final Desk carols = new Desk(User.CAROL);

    @Test
    void a_conflict_is_listed_for_its_owner_and_for_the_steward() {
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
    void one_conflict_shows_both_sides_as_the_push_did() {
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
    void filters_narrow_the_list() {
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
    void the_list_comes_by_pages_without_gap_or_repeat() {
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

    /** Alice reads emea: what became of the record elsewhere is not hers to see, and what she sent is not lost. */
    @Test
    void a_deleted_record_that_returns_elsewhere_takes_its_open_conflicts_along() {
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

    /** Alice may not read where the record is now. She is told all the same that nothing waits for her any more. */
    @Test
    void whose_record_has_gone_elsewhere_hears_of_a_later_decision() {
        Disputed it = Disputed.modifiedDeleted();
        String bobs = alsoOfBob(it);
        carols.resolveMerged(
                bobs, it.version(), it.client().with("region", "apac").fields());
        JsonObject elsewhere = carols.get(it.conflict()).getJsonObject("server");
        carols.resolve(
                it.conflict(), "server", elsewhere.getJsonNumber("version").longValueExact());

        JsonObject settled = it.alice().pull().settled(it.conflict()).orElseThrow();
        assertEquals("server", settled.getString("outcome"));
    }

    /** The conflict that was decided stays where its replica hears of it. */
    @Test
    void whose_record_returns_elsewhere_hears_that_it_was_decided_and_not_what_was_written() {
        Disputed it = Disputed.modifiedDeleted();
        carols.resolveMerged(
                it.conflict(), it.version(), it.client().with("region", "apac").fields());
        it.alice().pull();
        DecisionsIT.assertSettled(it, "merged", "carol");
        JsonObject closed = alices.get(it.conflict());
        assertEquals("merged", closed.getString("outcome"));
        assertFalse(closed.containsKey("resolution"), closed::toString);
        assertFalse(alices.list("replica=" + it.alice().id()).get(0).containsKey("resolution"));
        assertEquals(
                "apac", carols.get(it.conflict()).getJsonObject("resolution").getString("region"));
    }

    /** Without a trace nothing leads from the record to the scope that it was in, and its conflicts stay there. */
    @Test
    void the_servers_side_is_shown_only_to_who_may_read_it() throws Exception {
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

    @Test
    void who_decided_what_and_when_is_kept() {
        Disputed it = Disputed.modifiedModified(User.ALICE);
        carols.resolve(it.conflict(), "server", it.version());
        JsonObject closed = carols.get(it.conflict());
        assertTrue(closed.toString().contains("\"carol\""), closed::toString);
        assertTrue(closed.toString().contains("\"server\""), closed::toString);
        Fields.assertSame(it.client(), closed.getJsonObject("client").getJsonObject("fields"));
        assertFalse(it.isOpen());
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
}
