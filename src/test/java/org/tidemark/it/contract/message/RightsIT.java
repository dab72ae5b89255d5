package org.tidemark.it.contract.message;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.tidemark.it.contract.Changes.changes;

import jakarta.json.JsonObject;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.tidemark.it.Answer;
import org.tidemark.it.contract.Body;
import org.tidemark.it.contract.Changes;
import org.tidemark.it.contract.ContractTest;
import org.tidemark.it.contract.Desk;
import org.tidemark.it.contract.Outcomes;
import org.tidemark.it.contract.Replica;
import org.tidemark.it.contract.Row;
import org.tidemark.it.contract.Sample;
import org.tidemark.it.contract.User;

/**
 * What is outside a user's scopes does not leave the server, neither as data nor as a hint in a refusal.
 *
 * <p>See docs/protocol.md, P74.
 */
@ContractTest
class RightsIT {

    private final Replica alice = Replica.abreast(User.ALICE);
    private final Replica dave = Replica.abreast(User.DAVE);
    private final Row hers = Sample.company("emea");
    private final Row contact = Sample.contact(hers);
    private long version;
    private long contactVersion;

    @BeforeEach
    void aCompanyOfEmea() {
        Outcomes added = alice.push(changes().add(hers).add(contact));
        version = added.applied(hers);
        contactVersion = added.applied(contact);
    }

    @Test
    void a_pull_brings_nothing_of_another_scope() {
        String pages = dave.pull(5000).toString();
        assertFalse(pages.contains(hers.id()));
        assertFalse(pages.contains(contact.id()));
        assertFalse(pages.contains("\"emea\""), "not even its name");
    }

    @Test
    void a_delta_brings_nothing_of_another_scope_nor_its_departures() {
        dave.pull();
        long edited = alice.modify(hers, version, hers.with("phone", "+47 1"));
        alice.push(changes().delete(contact, contactVersion)).gone(contact);
        alice.push(changes().delete(hers, edited)).gone(hers);
        String pages = dave.pull(5000).toString();
        assertFalse(pages.contains(hers.id()));
        assertFalse(pages.contains(contact.id()));
    }

    @Test
    void an_edit_of_anothers_record_is_forbidden_and_shows_nothing() {
        Row edited = hers.with("phone", "+61 1");
        assertForbidden(edited, changes().modify(hers, version, edited));
        assertForbidden(edited, changes().modify(hers, version - 1, edited));
        assertForbidden(edited, changes().modify(hers, version + 1, edited));
        Row taken = hers.with("region", "apac");
        assertForbidden(taken, changes().modify(hers, version, taken));
        Row lured = contact.with("company", Sample.id());
        assertForbidden(lured, changes().modify(contact, contactVersion, lured));
    }

    @Test
    void a_delete_of_anothers_record_is_forbidden_and_shows_nothing() {
        assertForbidden(hers, changes().delete(hers, version));
        assertForbidden(hers, changes().delete(hers, version + 7));
        assertForbidden(contact, changes().delete(contact, contactVersion));
    }

    @Test
    void an_addition_under_the_id_of_anothers_record_is_forbidden_and_shows_nothing() {
        Row his = new Row("companies", hers.id(), Sample.company("apac").fields());
        assertForbidden(his, changes().add(his));
        Row same = new Row("companies", hers.id(), hers.fields());
        assertForbidden(same, changes().add(same));
    }

    /** Of a record that is gone there is less to hide, but who deleted it and when is nobody else's business either. */
    @Test
    void a_tombstone_of_another_scope_shows_nothing() {
        alice.push(changes().delete(contact, contactVersion)).gone(contact);
        alice.push(changes().delete(hers, version)).gone(hers);
        Row edited = hers.with("region", "apac");
        for (Changes attempt : List.of(
                changes().modify(hers, version, edited),
                changes().delete(hers, version),
                changes().add(edited))) {
            Outcomes outcomes = dave.push(attempt);
            assertFalse(outcomes.push().toString().contains("alice"), outcomes.push()::toString);
            assertTrue(
                    outcomes.placeOf(hers).equals("rejected") || attempt.size() == 1 && outcomes.count("applied") == 1,
                    outcomes.push()::toString);
        }
        assertTrue(dave.pull().find(hers).isEmpty(), "nothing comes back by it");
    }

    /**
     * Of a record that is gone without a trace nothing is left to judge by but the scope where the edit would put it.
     */
    @Test
    void an_edit_of_what_is_gone_without_a_trace_is_forbidden_where_one_may_not_write() {
        Row foreign = Sample.company("emea");
        Row edited = foreign.with("phone", "+61 1");
        dave.push(changes().modify(foreign, 7, edited)).rejected(edited, "forbidden");
        assertTrue(new Desk(User.DAVE).list("replica=" + dave.id()).isEmpty());
        Row own = Sample.company("apac");
        dave.push(changes().modify(own, 7, own.with("phone", "+61 1"))).conflict(own, "modified-deleted");
    }

    /** A company elsewhere and one that is not there say the same of a contact that is gone: nothing. */
    @Test
    void a_conflict_of_no_known_scope_is_its_owners_alone() {
        for (Row company : List.of(Sample.company("apac"), hers)) {
            Row gone = Sample.contact(company);
            Row edited = gone.with("role", "Head of nothing");
            String conflict = dave.push(changes().modify(gone, 7, edited))
                    .conflict(edited, "modified-deleted")
                    .getString("id");
            JsonObject own = new Desk(User.DAVE).find("status=open", conflict).orElseThrow();
            assertEquals("", own.getString("scope"));
            assertEquals(own, new Desk(User.DAVE).get(conflict));
            for (User other : List.of(User.ALICE, User.CAROL)) {
                assertTrue(new Desk(other).find("", conflict).isEmpty());
                other.get("/api/conflicts/" + conflict).problem(404);
            }
            new Desk(User.DAVE).resolve(conflict, "server", 7);
        }
    }

    @ParameterizedTest
    @CsvSource({"alice, emea, apac", "alice, emea, amer", "dave, apac, emea"})
    void a_record_is_neither_added_nor_moved_where_one_may_not_write(String user, String own, String foreign) {
        Replica replica = Replica.abreast(new User(user, user));
        Row stranger = Sample.company(foreign);
        replica.push(changes().add(stranger)).rejected(stranger, "forbidden");
        Row mine = Sample.company(own);
        long mineVersion = replica.add(mine);
        Row moved = mine.with("region", foreign);
        replica.push(changes().modify(mine, mineVersion, moved)).rejected(moved, "forbidden");
        assertEquals(mineVersion, replica.pull().held(mine).version());
    }

    @Test
    void a_region_that_is_none_takes_no_record() {
        for (User caller : List.of(User.ALICE, User.CAROL)) {
            Row stranger = Sample.company("atlantis");
            JsonObject rejected =
                    Replica.abreast(caller).push(changes().add(stranger)).rejected(stranger);
            assertTrue(rejected.getString("reason").matches("forbidden|invalid"), rejected::toString);
        }
    }

    @Test
    void a_contact_is_neither_added_to_nor_moved_to_a_company_of_another_scope() {
        Row his = Sample.company("apac");
        Row stranger = Sample.contact(hers);
        Outcomes outcomes = dave.push(changes().add(his).add(stranger));
        long hisVersion = outcomes.applied(his);
        String reason = outcomes.rejected(stranger).getString("reason");
        assertTrue(reason.matches("forbidden|constraint"), reason);
        Row own = Sample.contact(his);
        long ownVersion = dave.add(own);
        Row lured = own.with("company", hers.id());
        String lure = dave.push(changes().modify(own, ownVersion, lured))
                .rejected(lured)
                .getString("reason");
        assertTrue(lure.matches("forbidden|constraint"), lure);
        dave.pull();
        assertEquals(hisVersion, dave.held(his).version());
        assertEquals(ownVersion, dave.held(own).version());
    }

    /** Otherwise a guesser learns which ids exist elsewhere. */
    @Test
    void a_company_elsewhere_and_one_that_is_not_there_are_refused_alike() {
        Row there = Sample.contact(hers);
        Row nowhere = Sample.contact(Sample.company("emea"));
        Outcomes outcomes = dave.push(changes().add(there).add(nowhere));
        JsonObject one = Body.without(outcomes.rejected(there), "id");
        JsonObject other = Body.without(outcomes.rejected(nowhere), "id");
        assertEquals(
                one.toString().replace(hers.id(), "ID"),
                other.toString().replace(nowhere.fields().getString("company"), "ID"));
    }

    /** Of an edit of hers that met one of bob. */
    private String conflictOfAlice() {
        Replica bob = Replica.abreast(User.BOB);
        bob.modify(hers, version, hers.with("phone", "+47 2"));
        Row edited = hers.with("phone", "+47 1");
        return alice.push(changes().modify(hers, version, edited))
                .conflict(edited, "modified-modified")
                .getString("id");
    }

    @Test
    void a_conflict_of_another_scope_is_not_at_the_desk() {
        String conflict = conflictOfAlice();
        Desk desk = new Desk(User.DAVE);
        assertTrue(desk.find("", conflict).isEmpty());
        assertTrue(desk.find("replica=" + alice.id(), conflict).isEmpty());
        Answer get = User.DAVE.get("/api/conflicts/" + conflict);
        assertTrue(get.status() == 404 || get.status() == 403, get::text);
        get.problem();
        assertFalse(get.text().contains(hers.id()), get::text);
        Answer resolve = desk.tryResolve(conflict, Body.object("outcome", "server", "version", version + 1));
        assertEquals(get.status(), resolve.status(), resolve::text);
        resolve.problem();
        Answer pushed =
                dave.send(dave.message(changes().resolve(conflict, "server").push(1)));
        assertTrue(pushed.status() < 500, pushed::text);
        assertFalse(pushed.text().contains(hers.id()), pushed::text);
        assertTrue(new Desk(User.ALICE).find("status=open", conflict).isPresent(), "it stays open");
    }

    /** Bob reads emea as well, but the conflict is about alice's work; only she and a steward decide it. */
    @Test
    void a_conflict_of_a_colleague_is_not_ones_own() {
        String conflict = conflictOfAlice();
        assertTrue(new Desk(User.BOB).find("", conflict).isEmpty());
        Answer get = User.BOB.get("/api/conflicts/" + conflict);
        assertTrue(get.status() == 404 || get.status() == 403, get::text);
        assertTrue(new Desk(User.CAROL).find("status=open", conflict).isPresent());
    }

    @ParameterizedTest
    @ValueSource(strings = {"/api", "/api/conflicts", "/api/conflicts/9b2f4a6c-0d3e-4f51-8a77-1c2d3e4f5a6b"})
    void who_is_not_signed_in_reads_nothing(String path) {
        User.NOBODY.get(path).problem(401, "unauthenticated");
        new User("alice", "wrong").get(path).problem(401, "unauthenticated");
        new User("mallory", "mallory").get(path).problem(401, "unauthenticated");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/api/sync", "/api/conflicts/9b2f4a6c-0d3e-4f51-8a77-1c2d3e4f5a6b/resolution"})
    void who_is_not_signed_in_writes_nothing(String path) {
        Row row = Sample.company("emea");
        JsonObject message = Replica.of(User.NOBODY).message(changes().add(row).push(1));
        User.NOBODY.post(path, message).problem(401, "unauthenticated");
        new User("alice", "").post(path, message).problem(401, "unauthenticated");
        assertTrue(alice.pull().find(row).isEmpty());
    }

    private void assertForbidden(Row row, Changes attempt) {
        JsonObject rejected = dave.push(attempt).rejected(row, "forbidden");
        String said = rejected.toString();
        assertFalse(said.contains("alice"), said);
        assertFalse(said.contains("emea"), said);
        assertFalse(said.contains(hers.fields().getString("name")), said);
        assertFalse(rejected.containsKey("version") || rejected.containsKey("server"), said);
        alice.pull();
        assertEquals(version, alice.held(hers).version(), "nothing of it is written");
        assertEquals(contactVersion, alice.held(contact).version());
        assertTrue(new Desk(User.DAVE).list("replica=" + dave.id()).isEmpty(), "nor registered as a conflict");
    }
}
