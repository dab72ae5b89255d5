package org.tidemark.rest.events;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import jakarta.servlet.http.HttpSession;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.tidemark.spi.Caller;

class EventStreamTest {

    private static final UUID REPLICA = UUID.randomUUID();

    private final Set<String> readable = new HashSet<>(Set.of("emea", "apac"));
    private Instant now = Instant.now();
    private final List<EventStream> ended = new ArrayList<>();

    @Test
    void begins_by_saying_that_it_lives() throws IOException {
        var client = new FakeServlet(10);
        begin(client, null);

        assertTrue(client.taken().contains("event: alive"));
    }

    @Test
    void who_does_not_read_has_one_hint_a_scope_waiting_and_gets_the_newest() throws IOException {
        var client = new FakeServlet(1);
        EventStream stream = begin(client, null);
        for (int version = 1; version <= 1000; version++) {
            stream.changed("emea", version, 0);
            stream.changed("apac", version, 0);
        }
        client.makeRoom(10);

        assertEquals(2, client.taken().split("event: changed").length - 1);
        assertTrue(client.taken().contains("{\"scope\":\"emea\",\"version\":1000,\"spread\":0}"));
        assertTrue(ended.isEmpty());
    }

    @Test
    void ends_once_when_its_client_is_lost() throws IOException {
        var client = new FakeServlet(10);
        EventStream stream = begin(client, null);
        client.lose();
        stream.changed("emea", 1, 0);
        stream.beat(0);
        stream.onError(new IOException("and again"));
        stream.end();

        assertEquals(List.of(stream), ended);
        assertEquals(1, client.completions());
    }

    @Test
    void ends_when_the_scope_may_not_be_read_any_more_and_says_nothing_of_it() throws IOException {
        var client = new FakeServlet(10);
        EventStream stream = begin(client, null);
        readable.remove("emea");
        stream.changed("emea", 1, 0);

        assertFalse(client.taken().contains("emea"));
        assertEquals(1, client.completions());
    }

    @Test
    void ends_when_the_policy_fails() throws IOException {
        var client = new FakeServlet(10);
        EventStream stream = begin(client, null);
        readable.add("broken");
        stream.changed("emea", 1, 0);

        assertFalse(client.taken().contains("emea"));
        assertEquals(1, client.completions());
    }

    @Test
    void ends_with_the_session_by_sign_out_or_by_time() throws IOException {
        long now = System.currentTimeMillis();
        for (HttpSession session : List.of(
                FakeServlet.endedSession(),
                FakeServlet.session(now - 100_000, 60),
                FakeServlet.session(now, 60, Instant.ofEpochMilli(now - 1000)))) {
            var told = new FakeServlet(10);
            begin(told, session).changed("emea", 1, 0);
            assertFalse(told.taken().contains("emea"));
            assertEquals(1, told.completions());

            var silent = new FakeServlet(10);
            begin(silent, session).beat(0);
            assertEquals(1, silent.completions());
        }
    }

    @Test
    void lets_go_of_a_session_that_was_ended_before_it_gives_the_request_back() throws IOException {
        for (boolean isLost : new boolean[] {false, true}) {
            var client = new FakeServlet(10);
            List<Integer> completions = new ArrayList<>();
            EventStream stream = begin(client, FakeServlet.endedSession(() -> completions.add(client.completions())));
            if (isLost) {
                stream.onError(new IOException("the client has gone"));
            } else {
                stream.beat(0);
            }
            assertEquals(1, client.completions());
            assertEquals(List.of(0), completions);
        }
    }

    @Test
    void stays_with_a_session_that_lasts() throws IOException {
        for (int seconds : new int[] {60, 0, -1}) {
            var client = new FakeServlet(10);
            long accessed = System.currentTimeMillis() - 30_000;
            Instant ends = Instant.now().plusSeconds(60);
            EventStream stream = begin(client, FakeServlet.session(accessed, seconds, ends));
            stream.changed("emea", 1, 0);
            stream.beat(0);
            assertEquals(0, client.completions());
        }
    }

    @Test
    void ends_when_its_client_takes_nothing_for_a_while() throws IOException {
        var client = new FakeServlet(2);
        EventStream stream = begin(client, null);
        stream.changed("emea", 1, 0);
        stream.changed("emea", 2, 0);
        for (int i = 0; i < 3; i++) {
            stream.beat(0);
            assertEquals(0, client.completions());
            now = now.plusSeconds(15);
        }
        stream.beat(0);

        assertEquals(1, client.completions());
    }

    @Test
    void a_client_that_is_slow_and_takes_something_now_and_then_stays() throws IOException {
        var client = new FakeServlet(1);
        EventStream stream = begin(client, null);
        for (int i = 0; i < 10; i++) {
            stream.beat(0);
            now = now.plusSeconds(15);
            client.makeRoom(1);
        }

        assertEquals(0, client.completions());
    }

    @Test
    void who_is_told_much_is_sent_to_another_stream_so_that_nothing_piles_up_where_nobody_reads() throws IOException {
        var client = new FakeServlet(Integer.MAX_VALUE);
        EventStream stream = begin(client, null);
        for (int version = 1; version <= 100_000; version++) {
            stream.changed("emea", version, 0);
        }

        assertEquals(1, client.completions());
        assertTrue(client.taken().length() < 33_000);
        assertTrue(client.taken().endsWith("event: again\ndata: {}\n\n"));
    }

    @Test
    void brings_a_page_that_is_small_to_who_takes_it() throws IOException {
        var client = new FakeServlet(2);
        EventStream stream = begin(client, null);
        assertTrue(stream.page("{\"a\":1}"));
        assertTrue(client.taken().endsWith("event: page\ndata: {\"a\":1}\n\n"));
        assertFalse(stream.page("\"" + "x".repeat(17_000) + "\""), "it is fetched");
        assertFalse(stream.page("\"" + "海".repeat(6_000) + "\""), "a letter may have more than one byte");
        assertTrue(stream.page("{\"a\":2}"), "it waits");
        assertFalse(stream.page("{\"a\":3}"), "one does");
        client.makeRoom(10);
        assertTrue(client.taken().endsWith("event: page\ndata: {\"a\":2}\n\n"));
        assertTrue(stream.page("{\"a\":4}"));
    }

    @Test
    void brings_no_page_after_the_session_or_the_stream_has_ended() throws IOException {
        var client = new FakeServlet(10);
        assertFalse(begin(client, FakeServlet.endedSession()).page("{}"));
        EventStream over = begin(client, null);
        over.end();
        assertFalse(over.page("{}"));
        assertFalse(client.taken().contains("page"));
    }

    @Test
    void who_shows_to_read_the_pages_gets_more_of_them() throws IOException {
        for (boolean isRead : new boolean[] {true, false}) {
            var client = new FakeServlet(Integer.MAX_VALUE);
            EventStream stream = begin(client, null);
            for (int i = 0; i < 10; i++) {
                stream.page("\"" + "x".repeat(10_000) + "\"");
                if (isRead) {
                    stream.isRead();
                }
            }
            assertEquals(isRead ? 0 : 1, client.completions());
            assertEquals(isRead ? 10 : 4, client.taken().split("event: page").length - 1);
        }
    }

    @Test
    void ends_after_ten_minutes_in_any_case() throws IOException {
        var client = new FakeServlet(1000);
        EventStream stream = begin(client, null);
        now = now.plusSeconds(8 * 60 - 1);
        stream.beat(0);
        assertEquals(0, client.completions());
        now = now.plusSeconds(2 * 60 + 1);
        stream.beat(0);
        assertEquals(1, client.completions());
        assertTrue(client.taken().endsWith("event: again\ndata: {}\n\n"));
    }

    @Test
    void a_revocation_is_told_before_it_ends() throws IOException {
        var client = new FakeServlet(1);
        EventStream stream = begin(client, null);
        stream.changed("emea", 1, 0);
        stream.revoked(UUID.randomUUID());
        stream.revoked(REPLICA);
        assertEquals(0, client.completions());
        client.makeRoom(10);

        assertTrue(client.taken().endsWith("event: revoked\ndata: {}\n\n"), client.taken());
        assertEquals(1, client.completions());
    }

    private EventStream begin(FakeServlet client, HttpSession session) throws IOException {
        var follower = new Follower(alice(), session, REPLICA, true, caller -> {
            if (readable.contains("broken")) {
                throw new IllegalStateException("the policy's database is away");
            }
            return Set.copyOf(readable);
        });
        var stream = new EventStream(follower, client.context(), () -> now, one -> {
            ended.add(one);
            client.giveBack();
        });
        stream.begin(0);
        return stream;
    }

    private static Caller alice() {
        return new Caller() {
            @Override
            public String user() {
                return "alice";
            }

            @Override
            public boolean isInRole(String role) {
                return false;
            }
        };
    }
}
