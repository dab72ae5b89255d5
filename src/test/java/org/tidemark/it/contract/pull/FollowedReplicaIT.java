package org.tidemark.it.contract.pull;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.tidemark.it.contract.Body;
import org.tidemark.it.contract.ContractTest;
import org.tidemark.it.contract.Database;
import org.tidemark.it.contract.Listening;
import org.tidemark.it.contract.Replica;
import org.tidemark.it.contract.Sample;
import org.tidemark.it.contract.User;

/** A replica's revocation in the event stream: who hears of it, and that it is the last word. */
@ContractTest
class FollowedReplicaIT {

    private final Replica alice = Replica.abreast(User.ALICE);

    @Test
    void a_revoked_replica_hears_of_it_and_its_stream_ends() {
        try (Listening listening = Listening.as(User.ALICE, "?replica=" + alice.id())) {
            revoke(alice.id());
            assertEquals("revoked", listening.nextWithoutScope().name());
            assertNull(listening.next().name());
        }
        User.ALICE.get("/api/events?replica=" + alice.id()).problem(410, "replica-revoked");
    }

    @Test
    void a_stream_that_names_no_replica_is_told_to_ask() {
        try (Listening hers = Listening.as(User.ALICE)) {
            revoke(alice.id());
            assertEquals("changed", hers.nextWithoutScope().name());
        }
    }

    @Test
    void what_another_node_revokes_is_noticed_soon() throws Exception {
        try (Listening listening = Listening.as(User.ALICE, "?replica=" + alice.id())) {
            Database.update(
                    "UPDATE tidemark_replica SET revoked = true WHERE id = '" + UUID.fromString(alice.id()) + "'");
            assertEquals("revoked", listening.nextWithoutScope().name());
            assertNull(listening.next().name());
        }
    }

    @Test
    void nobody_hears_of_the_replica_of_somebody_else() {
        for (User other : new User[] {User.BOB, User.CAROL, User.DAVE}) {
            other.get("/api/events?replica=" + alice.id()).problem(403, "replica-not-owned");
        }
    }

    @Test
    void nobody_hears_of_a_replica_that_becomes_somebody_elses() {
        Replica later = Replica.of(User.ALICE);
        try (Listening his = Listening.as(User.BOB, "?replica=" + later.id());
                Listening hers = Listening.as(User.ALICE, "?replica=" + later.id())) {
            later.send(Body.object("replica", later.id())).ok();
            revoke(later.id());
            assertEquals("revoked", hers.nextWithoutScope().name());
            his.assertHears("emea", alice.add(Sample.company("emea")));
        }
    }

    private static void revoke(String replica) {
        assertEquals(
                204,
                User.ALICE
                        .send("DELETE", "/api/replicas/" + replica, new byte[0])
                        .status());
    }
}
