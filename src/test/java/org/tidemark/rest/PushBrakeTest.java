package org.tidemark.rest;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.time.Duration;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.tidemark.protocol.Refusal;

class PushBrakeTest {

    private final AtomicLong nanos = new AtomicLong();
    private final PushBrake brake = new PushBrake(nanos::get, 2);
    private final UUID replica = UUID.randomUUID();

    /** So many are let through at once. */
    private int taken(String user) {
        for (int taken = 0; ; taken++) {
            try {
                brake.take(user, replica);
            } catch (Refusal refusal) {
                assertEquals(429, refusal.status());
                assertEquals(Refusal.SOON, refusal.retryAfter());
                return taken;
            }
        }
    }

    @Test
    void what_ten_seconds_allow_may_come_at_once() {
        assertEquals(20, taken("alice"));
        assertEquals(0, taken("alice"));
    }

    @Test
    void each_second_gives_its_part_back_and_never_more_than_all() {
        taken("alice");
        nanos.addAndGet(Duration.ofSeconds(3).toNanos());
        assertEquals(6, taken("alice"));
        nanos.addAndGet(Duration.ofHours(3).toNanos());
        assertEquals(20, taken("alice"));
    }

    @Test
    void nobody_uses_up_what_another_one_may_send() {
        taken("mallory");
        brake.take("alice", replica);
    }

    @Test
    void many_replicas_are_no_way_to_fill_the_memory() {
        taken("alice");
        for (int i = 0; i < 10_000; i++) {
            brake.take("mallory", UUID.randomUUID());
        }
        assertEquals(20, taken("alice"), "forgotten, and so let in");
        assertThrows(Refusal.class, () -> brake.take("alice", replica));
    }
}
