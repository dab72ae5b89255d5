package org.tidemark.it.contract.message;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.tidemark.it.contract.Changes.changes;

import jakarta.json.JsonObject;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.tidemark.it.Answer;
import org.tidemark.it.contract.Body;
import org.tidemark.it.contract.ContractTest;
import org.tidemark.it.contract.Database;
import org.tidemark.it.contract.Disputed;
import org.tidemark.it.contract.Replica;
import org.tidemark.it.contract.Row;
import org.tidemark.it.contract.Sample;
import org.tidemark.it.contract.User;
import org.tidemark.it.contract.conflict.ConflictsIT;

/**
 * The list of replicas, and what becomes of one whose device was lost.
 *
 * <p>See docs/protocol.md, P140 to P143.
 */
@ContractTest
class ReplicasIT {

    private final Replica alice = Replica.abreast(User.ALICE);
    private final Row company = Sample.company("emea");

    @Test
    void a_replica_is_listed_for_its_user_and_for_the_steward() {
        alice.add(company);
        JsonObject own = listed(User.ALICE).orElseThrow();
        assertEquals("alice", own.getString("user"));
        ConflictsIT.assertIsNow(own.getString("lastSync"));
        assertEquals(0, own.getInt("openConflicts"));
        assertTrue(listed(User.CAROL).isPresent());
        assertTrue(listed(User.BOB).isEmpty());
        assertTrue(listed(User.DAVE).isEmpty());
    }

    @Test
    void the_list_says_how_many_conflicts_a_replica_has() {
        Disputed it = Disputed.modifiedModified(User.ALICE);
        JsonObject listed = find(User.CAROL, it.alice().id()).orElseThrow();
        assertEquals(1, listed.getInt("openConflicts"));
    }

    @Test
    void the_list_says_how_far_a_replica_is_behind() {
        alice.pull();
        assertEquals(0, listed(User.ALICE).orElseThrow().getInt("behind"));
        Replica.abreast(User.BOB).add(company);
        assertTrue(listed(User.ALICE).orElseThrow().getInt("behind") > 0);
    }

    @Test
    void a_revoked_replica_is_told_to_wipe_itself() throws Exception {
        alice.pull();
        assertEquals(204, revoke(User.ALICE).status());
        alice.send(alice.message(changes().add(company).push(1))).problem(410, "replica-revoked");
        JsonObject pull = Body.object("replica", alice.id(), "pull", Body.object("cursor", alice.cursor(), "page", 1));
        alice.send(pull).problem(410, "replica-revoked");
        assertEquals(0, Database.count(company));
        Replica other = Replica.abreast(User.ALICE);
        other.add(company);
    }

    @Test
    void a_steward_revokes_the_replica_of_somebody_else() {
        assertEquals(204, revoke(User.CAROL).status());
        alice.send(Body.object("replica", alice.id())).problem(410, "replica-revoked");
    }

    @Test
    void nobody_else_does() {
        Answer answer = revoke(User.BOB);
        assertTrue(answer.status() == 404 || answer.status() == 403, answer::text);
        answer.problem();
        alice.add(company);
    }

    @Test
    void a_replica_that_is_not_there_is_not_found() {
        for (String id : new String[] {Sample.id(), "nonsense"}) {
            User.CAROL.send("DELETE", "/api/replicas/" + id, new byte[0]).problem(404);
        }
    }

    @Test
    void the_list_comes_by_pages() {
        List<String> made = Stream.generate(() -> Replica.of(User.DAVE))
                .limit(5)
                .peek(Replica::pull)
                .map(Replica::id)
                .toList();
        List<String> found = new ArrayList<>();
        String after = "";
        JsonObject page;
        do {
            page = User.DAVE.get("/api/replicas?limit=2" + after).ok().json();
            List<String> ids = Body.objects(page, "replicas").stream()
                    .map(one -> one.getString("id"))
                    .toList();
            assertTrue(ids.size() <= 2);
            found.addAll(ids);
            after = "&after=" + ids.get(ids.size() - 1);
        } while (page.getBoolean("more"));
        assertEquals(found.size(), Set.copyOf(found).size());
        assertTrue(found.containsAll(made));
    }

    @Test
    void a_page_after_the_replica_of_somebody_else_is_refused() {
        alice.pull();
        User.DAVE.get("/api/replicas?after=" + alice.id()).problem(400, "malformed-message");
        User.DAVE.get("/api/replicas?limit=0").problem(400, "malformed-message");
    }

    @Test
    void a_stranger_sees_nothing() {
        User.NOBODY.get("/api/replicas").problem(401, "unauthenticated");
        revoke(User.NOBODY).problem(401, "unauthenticated");
        assertFalse(listed(User.ALICE).isEmpty());
    }

    private Answer revoke(User by) {
        return by.send("DELETE", "/api/replicas/" + alice.id(), new byte[0]);
    }

    private Optional<JsonObject> listed(User to) {
        return find(to, alice.id());
    }

    private static Optional<JsonObject> find(User user, String replica) {
        return Body.objects(user.get("/api/replicas").ok().json(), "replicas").stream()
                .filter(one -> one.getString("id").equals(replica))
                .findFirst();
    }
}
