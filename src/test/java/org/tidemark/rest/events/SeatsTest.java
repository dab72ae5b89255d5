package org.tidemark.rest.events;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.tidemark.protocol.Refusal;

class SeatsTest {

    private final Seats seats = new Seats(3, 2);

    @Test
    void one_user_has_so_many() {
        seats.take("alice");
        seats.take("alice");

        assertEquals(429, refusal("alice").status());
        seats.take("bob");
    }

    @Test
    void all_together_have_so_many() {
        seats.take("alice");
        seats.take("bob");
        seats.take("carol");

        assertEquals(503, refusal("dave").status());
    }

    @Test
    void who_leaves_makes_room() {
        seats.take("alice");
        seats.take("alice");
        refusal("alice");
        seats.leave("alice");

        seats.take("alice");
        assertEquals(2, seats.taken());
    }

    @Test
    void the_heap_bears_what_is_allowed_without_a_setting() {
        Seats asConfigured = Seats.asConfigured();
        for (int i = 0; i < 100; i++) {
            asConfigured.take("alice");
        }

        assertThrows(Refusal.class, () -> asConfigured.take("alice"));
    }

    private Refusal refusal(String user) {
        int before = seats.taken();
        Refusal refusal = assertThrows(Refusal.class, () -> seats.take(user));
        assertNotNull(refusal.retryAfter());
        assertTrue(refusal.name().equals("busy"));
        assertEquals(before, seats.taken(), "a refusal takes nothing");
        return refusal;
    }
}
