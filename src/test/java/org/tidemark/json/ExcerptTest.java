package org.tidemark.json;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Collections;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.tidemark.protocol.RecordKey;
import org.tidemark.protocol.Refusal;
import org.tidemark.protocol.Rejection;
import org.tidemark.protocol.Rejection.Reason;
import org.tidemark.protocol.Rejection.Violation;

/** What an answer repeats of a message is cut. */
class ExcerptTest {

    @Test
    void a_short_text_stays_and_a_long_one_says_that_it_goes_on() {
        assertEquals("abc", Excerpt.of("abc", 3));
        assertEquals("ab…", Excerpt.of("abcd", 3));
    }

    @Test
    void no_character_is_cut_in_two() {
        assertEquals("…", Excerpt.of("\uD83D\uDE00\uD83D\uDE00", 2));
        assertEquals("\uD83D\uDE00…", Excerpt.of("\uD83D\uDE00\uD83D\uDE00", 3));
    }

    @Test
    void a_rejection_has_a_limit_however_many_violations_it_has() {
        var one = new Violation("f".repeat(10_000), "m".repeat(10_000));
        var rejection = new Rejection(
                new RecordKey("companies", UUID.randomUUID()),
                Reason.INVALID,
                "d".repeat(10_000),
                Collections.nCopies(1000, one));
        assertTrue(rejection.toJson().toString().length() < 3500);
        assertTrue(rejection.detail().endsWith("(and 998 more violations)"), rejection.detail());
    }

    @Test
    void a_refusal_has_a_limit() {
        Refusal refusal = Refusal.malformed("/p".repeat(50_000), "d".repeat(50_000));
        assertTrue(refusal.toJson().toString().length() < 1500);
    }
}
