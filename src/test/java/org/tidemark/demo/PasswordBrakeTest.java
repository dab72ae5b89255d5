package org.tidemark.demo;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class PasswordBrakeTest {

    private final AtomicLong nanos = new AtomicLong();
    private final PasswordBrake brake = new PasswordBrake(nanos::get);

    @Test
    void after_so_many_wrong_ones_the_next_one_waits() {
        assertEquals(10, guesses("alice", "10.0.0.1"));
        Duration wait = brake.wait("alice", "10.0.0.1").orElseThrow();
        assertTrue(wait.toSeconds() <= 10, wait::toString);
        pass(wait.plusMillis(1));
        assertEquals(1, guesses("alice", "10.0.0.1"));
    }

    @Test
    void many_addresses_guess_one_user_no_faster() {
        int all = 0;
        for (int i = 0; i < 100; i++) {
            all += guesses("alice", "10.0.0." + i);
        }
        assertEquals(10, all);
    }

    @Test
    void one_address_guesses_many_users_no_faster() {
        int all = 0;
        for (int i = 0; i < 100; i++) {
            all += guesses("user" + i, "10.0.0.1");
        }
        assertEquals(30, all);
    }

    @Test
    void a_stranger_does_not_lock_out_who_has_signed_in_there_before() {
        brake.tried("alice", "10.0.0.1", true);
        guesses("alice", "6.6.6.6");
        assertTrue(brake.wait("alice", "10.0.0.1").isEmpty());
        assertTrue(brake.wait("alice", "10.0.0.2").isPresent());
    }

    @Test
    void nor_for_good_who_has_not() {
        for (int i = 0; i < 1_000; i++) {
            guesses("alice", "6.6.6." + i);
        }
        assertTrue(brake.wait("alice", "10.0.0.1").orElseThrow().toSeconds() <= 10);
    }

    @Test
    void where_a_user_signs_in_guesses_are_braked_as_well() {
        brake.tried("alice", "10.0.0.1", true);
        assertEquals(10, guesses("alice", "10.0.0.1"));
    }

    @Test
    void of_many_that_come_at_once_no_more_are_told_than_of_many_in_a_row() {
        int told = 0;
        for (int i = 0; i < 100; i++) {
            told += brake.tried("alice", "10.0.0.1", false).isEmpty() ? 1 : 0;
        }
        assertEquals(10, told);
        assertTrue(brake.tried("alice", "10.0.0.1", true).isPresent(), "the right one is not told either");
    }

    /** How many passwords are looked at before one has to wait. */
    private int guesses(String user, String address) {
        int guesses = 0;
        while (brake.wait(user, address).isEmpty()) {
            brake.tried(user, address, false);
            guesses++;
        }
        return guesses;
    }

    private void pass(Duration time) {
        nanos.addAndGet(time.toNanos());
    }
}
