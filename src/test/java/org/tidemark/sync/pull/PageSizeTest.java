package org.tidemark.sync.pull;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.tidemark.protocol.Refusal;
import org.tidemark.sync.access.Allowance;

class PageSizeTest {

    @ParameterizedTest
    @ValueSource(longs = {100, 4_000, 100_000, 5_000_000})
    void a_page_ends_by_its_bytes_after_few_portions(long aRecord) {
        var size = new PageSize(Allowance.UNBOUNDED);
        List<Integer> portions = new ArrayList<>();
        long records = 0;
        while (!size.isReached() && records < 5_000) {
            int next = size.next(1, 5_000);
            portions.add(next);
            records += next;
            size.count(next, records * aRecord);
        }
        assertTrue(records * aRecord <= Math.max(PageSize.BYTES + aRecord, 50 * aRecord), portions::toString);
        assertTrue(portions.size() <= 5, portions::toString);
        assertTrue(records >= 5_000 || records * aRecord >= PageSize.BYTES, portions::toString);
    }

    @Test
    void where_there_is_no_memory_for_any_it_is_refused_and_for_more_it_ends() {
        assertThrows(Refusal.class, () -> new PageSize(bytes -> false).next(1, 5_000));
        var first = new AtomicBoolean(true);
        var size = new PageSize(bytes -> first.getAndSet(false));
        size.count(size.next(1, 5_000), 100_000);
        assertEquals(0, size.next(1, 5_000));
    }

    @Test
    void records_that_are_larger_than_was_thought_are_not_held_without_room() {
        var first = new AtomicBoolean(true);
        var size = new PageSize(bytes -> first.getAndSet(false));
        int portion = size.next(1, 5_000);
        assertThrows(Refusal.class, () -> size.count(portion, 10_000_000));
    }

    @Test
    void what_cannot_be_read_apart_comes_whole() {
        var size = new PageSize(Allowance.UNBOUNDED);
        assertEquals(1_000, size.next(1_000, 5_000));
        size.count(1_000, 400_000);
        assertFalse(size.isReached());
        assertEquals(0, size.next(1_000, 5_000) % 1_000);
        assertEquals(7, size.next(1_000, 7), "for the last few there is room");
    }
}
