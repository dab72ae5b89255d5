package org.tidemark.sync.retry;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class DatabaseStateTest {

    private Instant now = Instant.EPOCH;
    private final DatabaseState database = new DatabaseState(() -> now);

    @Test
    void it_is_away_until_a_look_is_answered() {
        assertFalse(database.isAway());
        database.isSilent();
        assertTrue(database.isAway());
        database.answers();
        assertFalse(database.isAway());
    }

    @Test
    void looks_that_fail_again_and_again_tell_of_one_outage() {
        for (int i = 0; i < 60; i++, pass(Duration.ofSeconds(1))) {
            database.isSilent();
        }
        assertTrue(database.isAwayFor(Duration.ofSeconds(50)));
        assertFalse(database.isAwayFor(Duration.ofSeconds(70)));
    }

    /** It waits on a connection that is dead: others may be answered, so somebody has to ask. */
    @Test
    void a_look_that_hangs_keeps_nobody_from_asking() {
        database.isSilent();
        pass(DatabaseState.LASTS.plusSeconds(1));
        assertFalse(database.isAway());
        assertFalse(database.isAwayFor(Duration.ofSeconds(5)));
        database.isSilent();
        assertTrue(database.isAway());
        assertFalse(database.isAwayFor(Duration.ofSeconds(5)));
    }

    private void pass(Duration time) {
        now = now.plus(time);
    }
}
