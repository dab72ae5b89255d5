package org.tidemark.log;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import jakarta.persistence.PersistenceException;
import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.tidemark.sync.Told;

class OutageTest {

    private final Told told = new Told();
    private final AtomicLong nanos = new AtomicLong();
    private final Outage outage = new Outage(told, nanos::get, "The table tidemark_clock");

    @Test
    void an_outage_is_one_line_a_minute_and_one_when_it_is_over() {
        for (int second = 0; second < 150; second++) {
            outage.failed(away());
            nanos.addAndGet(Duration.ofSeconds(1).toNanos());
        }
        assertEquals(3, told.lines.size());
        outage.isOver();
        outage.isOver();
        assertEquals(4, told.lines.size());
        assertEquals("INFO The table tidemark_clock can be read again after 150 s", told.lines.get(3));
    }

    @Test
    void the_next_one_is_told_at_once() {
        outage.failed(away());
        outage.isOver();
        outage.failed(away());
        assertEquals(3, told.lines.size());
    }

    @Test
    void where_nothing_is_wrong_nothing_is_told() {
        outage.isOver();
        assertEquals(0, told.lines.size());
    }

    @Test
    void it_says_who_does_not_answer() {
        outage.failed(away());
        assertTrue(told.lines.get(0).endsWith(": Connection to localhost:5432 refused."), told.lines.get(0));
    }

    @Test
    void a_table_that_is_not_there_is_named_without_the_statement() {
        outage.failed(
                new SQLException("Table \"TIDEMARK_CLOCK\" not found; SQL statement:\nselect c1_0", "42S02", 42102));
        assertTrue(told.lines.get(0).endsWith(": Table \"TIDEMARK_CLOCK\" not found"), told.lines.get(0));
    }

    @Test
    void what_repeats_the_value_of_a_field_is_left_out() {
        outage.failed(new PersistenceException(
                "insert 'secret'", new SQLException("Key (name)=(secret) already exists", "23505", 7)));
        assertFalse(told.lines.get(0).contains("secret"), told.lines.get(0));
        assertTrue(told.lines.get(0).contains("23505"), told.lines.get(0));
    }

    @Test
    void nobody_forges_a_line() {
        outage.failed(new IllegalStateException("a\r\n2026-11-29 ERROR b"));
        assertEquals(1, told.lines.get(0).lines().count());
    }

    @Test
    void it_is_there_until_it_is_over() {
        assertFalse(outage.isNow());
        outage.failed();
        assertTrue(outage.isNow());
        outage.isOver();
        assertFalse(outage.isNow());
    }

    @Test
    void what_was_not_worth_a_word_is_not_told_when_it_is_over() {
        outage.failed();
        outage.isOver();
        assertEquals(0, told.lines.size());
    }

    @Test
    void what_becomes_worth_a_word_is_told_from_its_beginning() {
        outage.failed();
        pass(Duration.ofSeconds(5));
        outage.failed(away());
        pass(Duration.ofSeconds(1));
        outage.isOver();
        assertTrue(told.lines.get(1).endsWith("again after 6 s"), told.lines.get(1));
    }

    @Test
    void looks_that_fail_again_and_again_are_one_outage() {
        for (int second = 0; second < 60; second++) {
            outage.failed(away());
            pass(Duration.ofSeconds(1));
        }
        assertTrue(outage.isNowFor(Duration.ofSeconds(50)));
        assertFalse(outage.isNowFor(Duration.ofSeconds(70)));
    }

    /** It waits on a connection that is dead: others may be answered, so somebody has to ask. */
    @Test
    void a_look_that_hangs_keeps_nobody_from_asking() {
        outage.failed(away());
        pass(Outage.LASTS.plusSeconds(1));
        assertFalse(outage.isNow());
        assertFalse(outage.isNowFor(Duration.ofSeconds(5)));
        outage.failed(away());
        assertTrue(outage.isNow());
        assertFalse(outage.isNowFor(Duration.ofSeconds(5)));
    }

    private void pass(Duration time) {
        nanos.addAndGet(time.toNanos());
    }

    private static RuntimeException away() {
        return new PersistenceException(new SQLException("Connection to localhost:5432 refused.\nCheck", "08001"));
    }
}
