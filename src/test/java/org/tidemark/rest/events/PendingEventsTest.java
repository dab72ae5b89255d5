package org.tidemark.rest.events;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class PendingEventsTest {

    private final PendingEvents pending = new PendingEvents();

    @Test
    void a_scope_waits_with_its_newest_version_however_often_it_changes() {
        for (int version = 1; version <= 10_000; version++) {
            pending.changed("emea", version, 3);
            pending.changed("apac", 2 * version, 3);
            pending.alive(15_000, 0);
        }
        pending.changed("emea", 5, 3);

        assertEquals(3, pending.size());
        assertEquals("event: changed\ndata: {\"scope\":\"emea\",\"version\":10000,\"spread\":3}\n\n", pending.next());
        assertEquals("event: changed\ndata: {\"scope\":\"apac\",\"version\":20000,\"spread\":3}\n\n", pending.next());
        assertEquals(": still here\nevent: alive\ndata: {\"every\":15000,\"spread\":0}\n\n", pending.next());
        assertNull(pending.next());
    }

    @Test
    void a_scope_cannot_forge_an_event() {
        pending.changed("emea\n\nevent: revoked\ndata: {}\n\n", 1, 0);

        assertEquals(
                "event: changed\ndata: {\"scope\":\"emea\\n\\nevent: revoked\\ndata: {}\\n\\n\",\"version\":1,\"spread\":0}\n\n",
                pending.next());
    }

    @Test
    void a_revocation_is_the_last_word() {
        pending.changed("emea", 1, 0);
        pending.anything();
        pending.alive(15_000, 0);
        pending.again();
        pending.revoked();

        assertEquals("event: revoked\ndata: {}\n\n", pending.next());
        assertNull(pending.next());
    }

    @Test
    void all_else_is_told_before_the_stream_ends() {
        pending.again();
        pending.changed("emea", 1, 0);
        pending.alive(15_000, 0);

        assertEquals(3, pending.size());
        assertTrue(pending.next().contains("changed"));
        assertTrue(pending.next().contains("alive"));
        assertEquals("event: again\ndata: {}\n\n", pending.next());
        assertNull(pending.next());
    }

    @Test
    void to_ask_needs_no_scope() {
        pending.anything();
        pending.anything();

        assertEquals(1, pending.size());
        assertEquals("event: changed\ndata: {}\n\n", pending.next());
        assertNull(pending.next());
    }
}
