package org.tidemark.it.contract.pull;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.tidemark.it.Answer;
import org.tidemark.it.contract.Body;
import org.tidemark.it.contract.ContractTest;
import org.tidemark.it.contract.Database;
import org.tidemark.it.contract.Listening;
import org.tidemark.it.contract.Replica;
import org.tidemark.it.contract.Sample;
import org.tidemark.it.contract.User;

/**
 * The event stream: what it says, to whom, when it ends, and what it refuses.
 *
 * <p>See docs/protocol.md, P150 to P160.
 */
@ContractTest
class EventsIT {

    private static final String[] JSON = {"Content-Type", "application/json"};

    private static final int MANY = 120;

    private final Replica alice = Replica.abreast(User.ALICE);
    private final Replica dave = Replica.abreast(User.DAVE);

    @BeforeAll
    static void onOneDatabase() throws SQLException {
        assumeTrue(Database.isH2(), "nothing of this tells the databases apart");
    }

    @Test
    void says_at_once_that_it_comes_through_and_asks_proxies_not_to_hold_it_back() {
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
    void tells_what_changes_in_the_scopes_of_its_user_and_in_no_other() {
        try (Listening hers = Listening.as(User.ALICE);
                Listening his = Listening.as(User.DAVE)) {
            long emea = alice.add(Sample.company("emea"));
            long apac = dave.add(Sample.company("apac"));

            hers.assertHears("emea", emea);
            his.assertHears("apac", apac);
        }
    }

    @Test
    void tells_what_another_node_commits() throws SQLException {
        try (Listening hers = Listening.as(User.ALICE)) {
            long emea = alice.add(Sample.company("emea"));
            hers.assertHears("emea", emea);
            Database.update("update tidemark_clock set version = version + 1 where scope = 'emea'");
            hers.assertHears("emea", emea + 1);
        }
    }

    @Test
    void soon_says_again_that_it_lives_and_ends_with_the_session_though_nothing_changes() {
        String session = signIn();
        try (Listening hers = Listening.as(User.ALICE);
                Listening his = Listening.bySession(session)) {
            assertEquals("alive", hers.nextOfAll().name());
            assertEquals("alive", his.nextOfAll().name());
            signOut(session);
            assertEquals("alive", hers.nextOfAll().name());
            assertNull(his.next().name(), "it ended");
        }
    }

    @Test
    void a_head_is_refused_and_leaves_no_stream() {
        for (int i = 0; i < MANY; i++) {
            Answer answer = User.ALICE.send("HEAD", "/api/events", new byte[0]);
            assertEquals(405, answer.status());
            assertTrue(answer.header("Allow").contains("GET"));
        }
        assertOpens(Listening.as(User.ALICE));
    }

    @Test
    void no_other_method_opens_a_stream() {
        for (String method : List.of("OPTIONS", "POST", "PUT", "DELETE")) {
            for (int i = 0; i < MANY; i++) {
                int status = User.ALICE
                        .send(method, "/api/events", new byte[0], JSON)
                        .status();
                assertTrue(method.equals("OPTIONS") ? status < 300 : status == 405, method + " " + status);
            }
        }
        assertOpens(Listening.as(User.ALICE));
    }

    @Test
    void one_user_has_so_many_and_the_others_have_theirs() {
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
    void who_has_signed_out_hears_nothing_more() {
        String session = signIn();
        try (Listening listening = Listening.bySession(session)) {
            long version = dave.add(Sample.company("apac"));
            listening.assertHears("apac", version);
            signOut(session);
            dave.add(Sample.company("apac"));
            assertNull(listening.next().name(), "it ended");
        }
    }

    @Test
    void a_replica_is_a_uuid() {
        User.ALICE.get("/api/events?replica=nonsense").problem(400, "malformed-message");
        User.ALICE.get("/api/events", "Accept", "application/json").problem(406);
    }

    private static void assertOpens(Listening listening) {
        try (listening) {
            assertEquals(200, listening.status());
            assertEquals("alive", listening.nextOfAll().name());
        }
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
                        .send("POST", "/sign-out", new byte[0], "Cookie", session, JSON[0], JSON[1])
                        .status());
    }
}
