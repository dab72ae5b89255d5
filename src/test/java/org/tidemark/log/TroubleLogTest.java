package org.tidemark.log;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import jakarta.persistence.PersistenceException;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.tidemark.sync.Told;

class TroubleLogTest {

    private final Told kept = new Told();
    private final List<String> told = kept.lines;
    private final AtomicLong nanos = new AtomicLong();
    private final TroubleLog log = new TroubleLog(kept, nanos::get);

    @Test
    void nobody_forges_a_line() {
        log.warn("of a\r\n2026-11-29 ERROR b\u001b[2J\u2028c", new IllegalStateException("d\ne"));
        String[] lines = told.get(0).split("\\R");
        for (int i = 1; i < lines.length; i++) {
            assertTrue(lines[i].startsWith("    at "), lines[i]);
        }
        assertFalse(told.get(0).contains("\u001b"));
        assertTrue(lines[0].contains("d\\u000ae"), lines[0]);
    }

    @Test
    void what_a_database_says_of_values_is_left_out() {
        var refused = new PersistenceException(
                "insert … values ('secret')", new SQLException("Key (name)=(secret) already exists", "23505", 7));
        log.warn("refused", refused);
        assertFalse(told.get(0).contains("secret"));
        assertTrue(told.get(0).contains("23505"));
    }

    @Test
    void many_of_a_kind_are_counted() {
        for (int i = 0; i < 1_000; i++) {
            log.warn("x".repeat(100_000), new IllegalStateException("y".repeat(100_000)));
        }
        assertEquals(20, told.size());
        assertTrue(told.stream().mapToInt(String::length).sum() < 300_000);
        nanos.addAndGet(Duration.ofMinutes(2).toNanos());
        log.warn("again", null);
        assertTrue(told.get(20).contains("980 more"), told.get(20));
    }

    @Test
    void of_each_subject_it_tells_once() {
        for (int i = 0; i < 3; i++) {
            log.warnOnce("company.founded", "the database keeps another date", null);
            log.warnOnce("company.closed", "the database keeps another date", null);
        }
        assertEquals(2, told.size());
    }

    @Test
    void subjects_that_never_end_fill_neither_log_nor_memory() {
        for (int i = 0; i < 10_000; i++) {
            nanos.addAndGet(Duration.ofMinutes(2).toNanos());
            log.warnOnce("record " + i, "it cannot be numbered", null);
        }
        assertEquals(200, told.size());
    }
}
