package org.tidemark.it.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.tidemark.it.Answer;

/** The event stream: what it says, to whom, when it ends, and what it refuses. */
@ContractTest
class EventsIT {

    private static final int MANY = 120;

    private final Replica alice = Replica.abreast(User.ALICE);
    private final Replica dave = Replica.abreast(User.DAVE);

    @Test
    void saysAtOnceThatItComesThroughAndAsksProxiesNotToHoldItBack() {
        try (Listening listening = Listening.as(User.ALICE)) {
            assertEquals(200, listening.status());
            assertTrue(listening.header("Content-Type").startsWith("text/event-stream"));
            assertEquals("no", listening.header("X-Accel-Buffering"));
            assertTrue(listening.header("Cache-Control").contains("no-cache"));
            assertTrue(listening.header("Cache-Control").contains("no-transform"));
            Listening.Event first = listening.nextOfAll();
            assertEquals("alive", first.name());
            assertEquals(15_000, first.data().getInt("every"));
            assertTrue(first.data().getInt("spread") >= 0);
        }
    }

    @Test
    void keepsSayingSo() {
        try (Listening listening = Listening.as(User.ALICE)) {
            assertEquals("alive", listening.nextOfAll().name());
            assertEquals("alive", listening.nextOfAll().name());
        }
    }

    @Test
    void tellsWhatChangesInTheScopesOfItsUserAndInNoOther() {
        try (Listening hers = Listening.as(User.ALICE);
                Listening his = Listening.as(User.DAVE)) {
            long emea = alice.add(Sample.company("emea"));
            long apac = dave.add(Sample.company("apac"));

            assertHears(hers, "emea", emea);
            assertHears(his, "apac", apac);
        }
    }

    @Test
    void aHeadIsRefusedAndLeavesNoStream() {
        for (int i = 0; i < MANY; i++) {
            Answer answer = User.ALICE.send("HEAD", "/api/events", new byte[0]);
            assertEquals(405, answer.status());
            assertTrue(answer.header("Allow").contains("GET"));
        }
        assertOpens(Listening.as(User.ALICE));
    }

    @Test
    void noOtherMethodOpensAStream() {
        for (String method : List.of("OPTIONS", "POST", "PUT", "DELETE")) {
            for (int i = 0; i < MANY; i++) {
                int status = User.ALICE.send(method, "/api/events", new byte[0]).status();
                assertTrue(method.equals("OPTIONS") ? status < 300 : status == 405, method + " " + status);
            }
        }
        assertOpens(Listening.as(User.ALICE));
    }

    @Test
    void oneUserHasSoManyAndTheOthersHaveTheirs() {
        String session = signIn();
        List<Listening> open = new ArrayList<>();
        try {
            Listening last = Listening.bySession(session);
            open.add(last);
            while (last.status() == 200 && open.size() < 2 * MANY) {
                last = Listening.bySession(session);
                open.add(last);
            }
            assertEquals(429, last.status());
            assertEquals("application/problem+json", last.header("Content-Type").split(";")[0]);
            assertFalse(last.header("Retry-After").isEmpty());
            assertTrue(open.size() > 50, "who has some browsers on some devices is not refused");
            assertOpens(Listening.as(User.ALICE));

            // They all end with the session, and make room.
            signOut(session);
            dave.add(Sample.company("apac"));
            open.remove(last);
            open.forEach(listening -> assertNull(listening.next().name()));
            assertOpens(Listening.as(User.DAVE));
        } finally {
            open.forEach(Listening::close);
        }
    }

    @Test
    void whoHasSignedOutHearsNothingMore() {
        String session = signIn();
        try (Listening listening = Listening.bySession(session)) {
            long version = dave.add(Sample.company("apac"));
            assertHears(listening, "apac", version);
            signOut(session);
            dave.add(Sample.company("apac"));
            assertNull(listening.next().name(), "it ended");
        }
    }

    @Test
    void itEndsWithTheSessionThoughNothingChanges() {
        String session = signIn();
        try (Listening listening = Listening.bySession(session)) {
            assertEquals("alive", listening.nextOfAll().name());
            signOut(session);
            assertNull(listening.next().name(), "it ended");
        }
    }

    @Test
    void aRevokedReplicaHearsOfItAndItsStreamEnds() {
        alice.pull();
        try (Listening listening = Listening.as(User.ALICE, "?replica=" + alice.id())) {
            revoke(alice.id());
            Listening.Event event;
            do {
                event = listening.next();
            } while ("changed".equals(event.name()) && event.data().containsKey("scope"));
            assertEquals("revoked", event.name());
            assertNull(listening.next().name());
        }
        User.ALICE.get("/api/events?replica=" + alice.id()).problem(410, "replica-revoked");
    }

    @Test
    void aStreamThatNamesNoReplicaIsToldToAsk() {
        alice.pull();
        try (Listening hers = Listening.as(User.ALICE)) {
            revoke(alice.id());
            Listening.Event event;
            do {
                event = hers.next();
                assertEquals("changed", event.name());
            } while (event.data().containsKey("scope"));
        }
    }

    @Test
    void nobodyHearsOfTheReplicaOfSomebodyElse() {
        alice.pull();
        User.BOB.get("/api/events?replica=" + alice.id()).problem(403, "replica-not-owned");
        User.CAROL.get("/api/events?replica=" + alice.id()).problem(403, "replica-not-owned");
    }

    @Test
    void nobodyHearsOfAReplicaThatBecomesSomebodyElses() {
        Replica later = Replica.of(User.ALICE);
        try (Listening his = Listening.as(User.BOB, "?replica=" + later.id());
                Listening hers = Listening.as(User.ALICE, "?replica=" + later.id())) {
            later.send(Body.object("replica", later.id())).ok();
            revoke(later.id());
            assertEquals("revoked", hers.next().name());
            long version = alice.add(Sample.company("emea"));
            assertHears(his, "emea", version);
        }
    }

    @Test
    void aReplicaIsAUuid() {
        User.ALICE.get("/api/events?replica=nonsense").problem(400, "malformed-message");
        User.ALICE.get("/api/events", "Accept", "application/json").problem(406);
    }

    private static void assertOpens(Listening listening) {
        try (listening) {
            assertEquals(200, listening.status());
            assertEquals("alive", listening.nextOfAll().name());
        }
    }

    /** Of this commit, perhaps after older ones; and of nothing else. */
    private static void assertHears(Listening listening, String scope, long version) {
        long told;
        do {
            Listening.Event event = listening.next();
            assertEquals("changed", event.name());
            assertEquals(scope, event.data().getString("scope"));
            told = event.data().getJsonNumber("version").longValueExact();
            assertTrue(told <= version);
        } while (told < version);
    }

    private static void revoke(String replica) {
        assertEquals(
                204,
                User.ALICE
                        .send("DELETE", "/api/replicas/" + replica, new byte[0])
                        .status());
    }

    /** Dave's, whom the other tests leave alone. */
    private static String signIn() {
        Answer signedIn = User.NOBODY.post("/sign-in", Body.object("user", "dave", "password", "dave"));
        assertEquals(204, signedIn.status());
        return signedIn.header("Set-Cookie").split(";")[0];
    }

    private static void signOut(String session) {
        assertEquals(
                204,
                User.NOBODY
                        .send("POST", "/sign-out", new byte[0], "Cookie", session)
                        .status());
    }
}
