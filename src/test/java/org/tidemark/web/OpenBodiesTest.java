package org.tidemark.web;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.InterruptedIOException;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.Callable;
import java.util.concurrent.FutureTask;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.tidemark.protocol.Refusal;

class OpenBodiesTest {

    private static final int ALL = 4;

    private final AtomicLong now = new AtomicLong();
    private final Queue<Runnable> looks = new ArrayDeque<>();
    private final OpenBodies open = new OpenBodies(new Later(), now::get, ALL, 1_000_000);

    /** Runs nothing by itself. */
    private final class Later extends ScheduledThreadPoolExecutor {

        private Later() {
            super(0);
        }

        @Override
        public ScheduledFuture<?> schedule(Runnable look, long delay, TimeUnit unit) {
            looks.add(look);
            return null;
        }
    }

    @AfterEach
    void clear() {
        Thread.interrupted();
    }

    @Test
    void a_user_has_half_of_it_and_the_rest_is_for_others() {
        open.begin("alice", 10);
        open.begin("alice", 10);
        assertEquals(429, refused("alice").status());
        assertDoesNotThrow(() -> open.begin("bob", 10));
    }

    @Test
    void when_all_have_the_same_a_newcomer_is_to_come_again() {
        List.of("alice", "bob", "carol", "").forEach(user -> open.begin(user, 10));
        Refusal full = refused("dave");
        assertEquals(503, full.status());
        assertEquals(Refusal.SOON, full.retryAfter());
    }

    @Test
    void strangers_share_a_half_and_are_told_of_the_server() {
        open.begin("", 10);
        open.begin("", 10);
        assertEquals(503, refused("").status());
    }

    @Test
    void a_newcomer_drives_out_a_slow_one_of_the_same_user_before_that_of_another() {
        OpenBodies.Arrival bobs = open.begin("bob", 10);
        OpenBodies.Arrival first = open.begin("alice", 10);
        open.begin("alice", 10);
        pass(600);
        open.begin("alice", 10);
        assertTrue(hasToGo(first));
        assertFalse(hasToGo(bobs));
    }

    @Test
    void one_that_arrives_well_is_not_driven_out() {
        OpenBodies.Arrival fast = open.begin("alice", 1_000_000);
        OpenBodies.Arrival silent = open.begin("alice", 1_000_000);
        pass(1000);
        assertDoesNotThrow(() -> fast.grew(10_000));
        open.begin("alice", 10);
        assertTrue(hasToGo(silent));
        assertEquals(429, refused("alice").status(), "the newest has its time of grace");
        pass(1000);
        assertDoesNotThrow(() -> fast.grew(10_000));
    }

    @Test
    void a_newcomer_takes_a_place_of_who_has_several_more() throws InterruptedIOException {
        OpenBodies.Arrival far = open.begin("alice", 1_000_000);
        OpenBodies.Arrival near = open.begin("alice", 1_000_000);
        OpenBodies.Arrival bobs = open.begin("bob", 1_000_000);
        open.begin("carol", 10).isWhole();
        far.grew(100);
        near.grew(50);
        assertEquals(503, refused("bob").status(), "bob has as good as alice's number");
        open.begin("dave", 10);
        assertTrue(hasToGo(near));
        assertFalse(hasToGo(far));
        assertFalse(hasToGo(bobs));
    }

    @Test
    void where_there_is_no_memory_those_that_are_nearly_there_arrive() throws InterruptedIOException {
        OpenBodies.Arrival large = open.begin("alice", 1_000_000);
        OpenBodies.Arrival small = open.begin("bob", 1_000_000);
        OpenBodies.Arrival whole = open.begin("carol", 10);
        whole.grew(10);
        whole.isWhole();
        small.grew(100_000);
        large.grew(390_000);
        assertFalse(hasToGo(small));
        assertDoesNotThrow(() -> large.grew(20_000));
        assertTrue(hasToGo(small));
        assertFalse(hasToGo(whole));
        whole.close();
        assertDoesNotThrow(() -> large.grew(500_000), "one alone has no other limit than its length");
    }

    @Test
    void where_there_is_memory_no_body_waits_for_another() throws Exception {
        OpenBodies.Arrival atHand = open.arrived();
        for (int i = 0; i < 5; i++) {
            try (var before = open.begin("alice", 400_000)) {
                before.grew(400_000);
                before.isWhole();
            }
        }
        OpenBodies.Arrival waitedFor = open.begin("alice", 400_000);
        Callable<Boolean> arrive = () -> {
            waitedFor.grew(400_000);
            waitedFor.isWhole();
            atHand.grew(2_000_000);
            atHand.isWhole();
            atHand.close();
            return true;
        };
        synchronized (open) {
            var other = new FutureTask<>(arrive);
            new Thread(other).start();
            assertTrue(other.get(10, TimeUnit.SECONDS));
        }
    }

    @Test
    void what_is_whole_stays() throws InterruptedIOException {
        OpenBodies.Arrival whole = open.begin("alice", 10);
        whole.grew(10);
        whole.isWhole();
        open.begin("alice", 10);
        pass(21_000);
        look();
        open.begin("alice", 10);
        assertFalse(hasToGo(whole));
    }

    @Test
    void each_has_twenty_seconds_and_one_more_for_each_8_KiB_that_it_announces() {
        OpenBodies.Arrival small = open.begin("alice", 10);
        OpenBodies.Arrival large = open.begin("bob", 81_920);
        pass(20_100);
        look();
        assertTrue(hasToGo(small));
        assertFalse(hasToGo(large));
        pass(10_000);
        look();
        assertTrue(hasToGo(large));
    }

    @Test
    void a_reader_is_interrupted_while_it_reads_and_never_afterwards() {
        OpenBodies.Arrival late = open.begin("alice", 10);
        pass(21_000);
        look();
        assertTrue(Thread.currentThread().isInterrupted());
        late.close();
        assertFalse(Thread.currentThread().isInterrupted());
        OpenBodies.Arrival inTime = open.begin("alice", 10);
        inTime.close();
        pass(21_000);
        look();
        assertFalse(Thread.currentThread().isInterrupted());
    }

    @Test
    void it_looks_while_bodies_are_arriving_and_then_no_more() {
        OpenBodies.Arrival only = open.begin("alice", 10);
        open.begin("bob", 10).close();
        assertEquals(1, looks.size());
        look();
        assertEquals(1, looks.size());
        only.close();
        look();
        assertEquals(0, looks.size());
        open.begin("alice", 10);
        assertEquals(1, looks.size());
    }

    private static boolean hasToGo(OpenBodies.Arrival arrival) {
        try {
            arrival.grew(0);
            return false;
        } catch (InterruptedIOException ended) {
            return true;
        }
    }

    private Refusal refused(String user) {
        return assertThrows(Refusal.class, () -> open.begin(user, 10));
    }

    private void pass(long millis) {
        now.addAndGet(TimeUnit.MILLISECONDS.toNanos(millis));
    }

    private void look() {
        looks.remove().run();
    }
}
