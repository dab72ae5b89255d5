package org.tidemark.rest.events;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.tidemark.rest.events.Whereabouts.Way.HINT;
import static org.tidemark.rest.events.Whereabouts.Way.READ;
import static org.tidemark.rest.events.Whereabouts.Way.WAIT;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.tidemark.protocol.LivePage;
import org.tidemark.protocol.PullResult;
import org.tidemark.protocol.SyncAnswer;
import org.tidemark.sync.LivePull;
import org.tidemark.sync.Position;

class WhereaboutsTest {

    private static final UUID REPLICA = UUID.randomUUID();
    private static final Position START = new Position(REPLICA, "start", "{}");

    private final Whereabouts at = new Whereabouts();
    private final List<String> sent = new ArrayList<>();

    @Test
    void where_nobody_knows_the_position_or_the_replica_asks_itself_a_hint_has_to_do() {
        assertEquals(HINT, at.wayOf("emea", 1));
        at.asks();
        at.standsAt(null, START);
        assertEquals(HINT, at.wayOf("emea", 1));
        at.isAnswered();
        assertEquals(READ, at.wayOf("emea", 1));
        at.giveUp();
        at.standsAt("start", null);
        assertEquals(HINT, at.wayOf("emea", 2), "a pass is under way");
    }

    @Test
    void what_comes_while_a_page_is_read_is_in_it_or_in_the_next() {
        at.standsAt(null, START);
        assertEquals(READ, at.wayOf("emea", 1));
        assertEquals(WAIT, at.wayOf("emea", 2));
        assertEquals(WAIT, at.wayOf("apac", 7));
        assertTrue(send(START, "second", Map.of("emea", 2L)));
        assertTrue(at.hasMore(), "apac is still to be told");
        Position second = at.from().orElseThrow();
        assertEquals("second", second.cursor());
        assertTrue(send(second, "third", Map.of("apac", 8L)));
        assertFalse(at.hasMore());
        assertEquals(READ, at.wayOf("emea", 3));
        assertEquals(2, sent.size());
    }

    @Test
    void a_page_that_was_read_while_the_replica_asked_is_not_sent() {
        at.standsAt(null, START);
        at.wayOf("emea", 1);
        at.asks();
        assertFalse(send(START, "second", Map.of("emea", 1L)), "it is being answered");
        assertTrue(at.from().isEmpty());
        at.standsAt("start", new Position(REPLICA, "pulled", "{}"));
        at.isAnswered();
        assertFalse(send(START, "second", Map.of("emea", 1L)), "it has gone on");
        assertEquals(Map.of("emea", 1L), at.giveUp());
        assertEquals(Map.of(), at.giveUp());
        assertTrue(sent.isEmpty());
    }

    @Test
    void who_asks_from_behind_a_page_has_read_it() {
        assertFalse(at.standsAt("start", START));
        assertFalse(at.standsAt("start", START), "it knew that from its own request");
        at.wayOf("emea", 1);
        send(START, "second", Map.of("emea", 1L));
        assertTrue(at.standsAt("second", START));
    }

    private boolean send(Position from, String to, Map<String, Long> seen) {
        var pull = new PullResult(to, false, List.of(), List.of(), seen);
        var answer = new SyncAnswer(Instant.now(), UUID.randomUUID(), null, pull);
        var page = new LivePage(REPLICA, 0, from.cursor(), answer);
        return at.isSent(from, new LivePull.Brought(page, new Position(REPLICA, to, "{}")), sent::add);
    }
}
