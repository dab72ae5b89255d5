package org.tidemark.sync.pull;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.tidemark.sync.Estate.deleted;
import static org.tidemark.sync.Estate.modified;

import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.tidemark.sync.kinds.failing.Fragile;
import org.tidemark.sync.retry.UnreadableException;

/** What a pull has left out comes when it can be read again, to each replica that has the right to it then. */
class MendedRecordsTest extends UnreadableCase {

    private static final int RANGE = 40;

    @ParameterizedTest
    @ValueSource(strings = {"hibernate", "eclipselink"})
    void what_is_mended_comes_when_it_has_a_new_number(String provider) throws Exception {
        open(provider);
        List<UUID> ids = add(3);
        spoil("update fragile set colour = 'secret' where", ids.get(1));
        var reader = reader();
        while (reader.readPage()) {}
        assertEquals(2, reader.records().size());
        spoil("update fragile set colour = 'GREEN', sync_version = 1000 where", ids.get(1));
        estate.inTransaction(em ->
                em.createNativeQuery("update tidemark_clock set version = 1000").executeUpdate());
        while (reader.readPage()) {}
        assertEquals(texts(ids), reader.records().keySet());
    }

    @ParameterizedTest
    @ValueSource(strings = {"hibernate", "eclipselink"})
    void what_is_mended_comes_without_a_new_number(String provider) throws Exception {
        open(provider);
        List<UUID> ids = add(40);
        spoilAll(ids.subList(0, LeftOutReader.ENOUGH));
        var reader = reader();
        for (int pass = 0; pass < 3; pass++) {
            while (reader.readPage()) {}
            assertEquals(
                    texts(ids.subList(LeftOutReader.ENOUGH, 40)),
                    reader.records().keySet());
            assertFalse(reader.isWhole());
        }
        assertEquals(LeftOutReader.ENOUGH, told.size());
        spoil("update fragile set colour = 'GREEN' where", ids.get(4));
        while (reader.readPage()) {}
        assertTrue(reader.records().containsKey(ids.get(4).toString()));
        repairAll();
        while (reader.readPage()) {}
        assertEquals(texts(ids), reader.records().keySet());
        assertTrue(reader.isWhole());
    }

    @ParameterizedTest
    @CsvSource({"hibernate,true", "hibernate,false", "eclipselink,true", "eclipselink,false"})
    void a_whole_range_of_them_and_one_of_others(String provider, boolean first) throws Exception {
        open(provider);
        List<UUID> early = add(RANGE);
        List<UUID> late = add(RANGE);
        var ranges = ranges();
        List<UUID> bad = first ? early : late;
        spoilAll(bad);
        var old = reader(ranges, 5000);
        while (old.readPage()) {}
        assertEquals(texts(first ? late : early), old.records().keySet());
        assertEquals(RANGE, told.size());

        repairAll();
        var another = reader(ranges, 5000);
        for (PassReader reader : List.of(old, another)) {
            while (reader.readPage()) {}
            assertEquals(2 * RANGE, reader.records().size());
            assertTrue(reader.isWhole());
        }
    }

    @Test
    void more_than_a_cursor_remembers_stop_the_replica_where_it_is() throws Exception {
        open("hibernate");
        List<UUID> ids = add(1001);
        spoilAll(ids);
        var reader = reader(new RangeCache(), 5000);
        var failure = assertThrows(UnreadableException.class, reader::readPage);
        assertTrue(failure.getMessage().contains("1000"), failure::getMessage);
        repairAll();
        while (reader.readPage()) {}
        assertEquals(texts(ids), reader.records().keySet());
    }

    @ParameterizedTest
    @CsvSource({
        "hibernate,5000,2147483647", "hibernate,5000,30", "hibernate,7,2147483647",
        "eclipselink,5000,2147483647", "eclipselink,5000,30", "eclipselink,7,2147483647"
    })
    void a_failure_that_passes_costs_nobody_a_record(String provider, int page, int failures) throws Exception {
        open(provider);
        List<UUID> ids = add(page == 7 ? 30 : 4 * RANGE - 10);
        var ranges = ranges();
        var early = reader(ranges, page);
        Fragile.Codes.FAILURES.set(failures);
        boolean more = early.readPage();
        Fragile.Codes.FAILURES.set(0);
        while (more) {
            more = early.readPage();
        }
        assertTrue(early.records().size() < ids.size());
        var late = reader(ranges, page);
        for (PassReader reader : List.of(early, late)) {
            while (reader.readPage()) {}
            assertEquals(texts(ids), reader.records().keySet());
            assertTrue(reader.isWhole());
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"hibernate", "eclipselink"})
    void what_has_gone_or_moved_meanwhile_is_forgotten(String provider) throws Exception {
        open(provider);
        List<UUID> ids = add(4);
        spoilAll(ids.subList(0, 3));
        var reader =
                new PassReader(estate, new RangeCache(), UUID.randomUUID(), 7, "fragile", () -> Set.of("red", "blue"));
        var readerOfRed = reader();
        while (reader.readPage()) {}
        while (readerOfRed.readPage()) {}
        repairAll();
        estate.push(deleted("fragile", ids.get(0), 1));
        estate.push(modified("fragile", ids.get(1), 2, "{'team': 'blue'}"));
        while (reader.readPage()) {}
        while (readerOfRed.readPage()) {}
        assertEquals(texts(ids.subList(1, 4)), reader.records().keySet());
        assertEquals(Set.of("red", "blue"), reader.scopes());
        assertEquals(texts(ids.subList(2, 4)), readerOfRed.records().keySet());
        assertTrue(reader.isWhole() && readerOfRed.isWhole());
    }

    @ParameterizedTest
    @ValueSource(strings = {"hibernate", "eclipselink"})
    void a_scope_that_is_lost_takes_along_what_it_left_out(String provider) throws Exception {
        open(provider);
        spoilAll(add(3));
        Set<String> readable = new HashSet<>(Set.of("red"));
        var reader =
                new PassReader(estate, new RangeCache(), UUID.randomUUID(), 7, "fragile", () -> Set.copyOf(readable));
        while (reader.readPage()) {}
        assertFalse(reader.isWhole());
        readable.clear();
        repairAll();
        while (reader.readPage()) {}
        assertTrue(reader.isWhole());
        assertEquals(Set.of(), reader.records().keySet());
        readable.add("red");
        while (reader.readPage()) {}
        assertEquals(3, reader.records().size());
    }

    private static RangeCache ranges() {
        return new RangeCache(RANGE, 1 << 24, Instant::now);
    }
}
