package org.tidemark.sync.pull;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.tidemark.memory.Allowance;
import org.tidemark.protocol.Refusal;

class PageSizeTest {

    private static final int FIRST = 10;
    private static final int LARGEST = 250;

    @ParameterizedTest
    @ValueSource(longs = {100, 4_000, 100_000, 5_000_000})
    void a_page_ends_by_its_bytes_after_few_portions(long aRecord) {
        var size = new PageSize(Allowance.UNBOUNDED);
        List<Integer> portions = new ArrayList<>();
        long records = 0;
        while (!size.isReached() && records < 5_000) {
            int next = size.next(5_000);
            portions.add(next);
            records += next;
            size.count(next, next * aRecord);
        }
        assertTrue(records * aRecord <= Math.max(PageSize.BYTES + aRecord, FIRST * aRecord), portions::toString);
        assertTrue(portions.size() <= 5 + records / LARGEST, portions::toString);
        assertTrue(records >= 5_000 || records * aRecord >= PageSize.BYTES, portions::toString);
    }

    @Test
    void small_records_let_nobody_read_thousands_of_large_ones() {
        var size = new PageSize(Allowance.UNBOUNDED);
        size.count(size.next(5_000), 1_000);
        assertEquals(LARGEST, size.next(5_000));
        size.begin();
        assertEquals(FIRST, size.next(5_000), "of another collection");
    }

    @Test
    void where_there_is_no_memory_for_any_it_is_refused_and_for_more_it_ends() {
        assertThrows(Refusal.class, () -> new PageSize(bytes -> false).next(5_000));
        var first = new AtomicBoolean(true);
        var size = new PageSize(bytes -> first.getAndSet(false));
        size.count(size.next(5_000), 20_000);
        assertEquals(0, size.next(5_000));
    }

    @Test
    void records_that_are_larger_than_was_thought_are_not_held_without_room() {
        var first = new AtomicBoolean(true);
        var size = new PageSize(bytes -> first.getAndSet(false));
        int portion = size.next(5_000);
        assertThrows(Refusal.class, () -> size.count(portion, 10_000_000));
    }

    @Test
    void no_more_is_read_than_is_wanted() {
        var size = new PageSize(Allowance.UNBOUNDED);
        size.count(10, 100_000);
        assertEquals(6, size.next(5_000, 40_000));
        assertEquals(3, size.next(3, 40_000));
        assertEquals(1, size.next(5_000, 1));
    }
}
