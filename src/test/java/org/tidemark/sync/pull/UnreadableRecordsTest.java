package org.tidemark.sync.pull;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.tidemark.sync.Estate.added;
import static org.tidemark.sync.Estate.deleted;
import static org.tidemark.sync.Estate.modified;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.logging.SimpleFormatter;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.tidemark.protocol.Change;
import org.tidemark.protocol.RecordKey;
import org.tidemark.protocol.Rejection;
import org.tidemark.sync.Estate;
import org.tidemark.sync.TestUnit;
import org.tidemark.sync.clock.UnreadableRecords;
import org.tidemark.sync.kinds.Fragile;
import org.tidemark.sync.kinds.Kind;
import org.tidemark.sync.retry.UnreadableException;

/** A row that JPA cannot read keeps no other record from a replica, and no other change from the server. */
class UnreadableRecordsTest {

    private static final Logger LOG = Logger.getLogger(UnreadableRecords.class.getName());

    private static final int RANGE = 40;
    private static final UUID EPOCH = UUID.randomUUID();

    private final List<String> told = new ArrayList<>();
    private final Handler ear = new Handler() {
        @Override
        public void publish(LogRecord line) {
            told.add(new SimpleFormatter().formatMessage(line));
        }

        @Override
        public void flush() {
            // nothing is kept back
        }

        @Override
        public void close() {
            // nothing is open
        }
    };

    private Estate estate;

    private void open(String provider) {
        TestUnit unit = TestUnit.of(provider + "-fragile", List.of(Kind.class, Fragile.class));
        estate = new Estate(provider, Estate.h2(provider), List.of("red", "blue"), unit);
        LOG.addHandler(ear);
    }

    @AfterEach
    void close() throws Exception {
        LOG.removeHandler(ear);
        Fragile.Codes.FAILURES.set(0);
        estate.close();
    }

    static Stream<Arguments> ways() {
        return Stream.of("hibernate", "eclipselink").flatMap(provider -> Stream.of(
                        List.of("colour", "update fragile set colour = 'secret' where"),
                        List.of("code", "update fragile set code = 'secret' where"),
                        List.of("paint", "update fragile set inner_colour = 'secret' where"),
                        List.of("shades", "update fragile_colours set shade = 'secret' where"))
                .map(way -> Arguments.of(provider, way.get(0), way.get(1))));
    }

    @ParameterizedTest
    @MethodSource("ways")
    void the_others_arrive_and_the_log_names_it_once(String provider, String field, String broken) throws Exception {
        open(provider);
        List<UUID> ids = add(25);
        UUID bad = ids.get(12);
        spoil(broken, bad);
        Set<String> expected = texts(ids);
        expected.remove(bad.toString());

        assertEquals(expected, estate.pull("fragile").keySet());
        assertEquals(expected, pages());
        assertEquals(expected, estate.pull("fragile").keySet());

        assertEquals(1, told.size(), told::toString);
        String line = told.get(0);
        assertTrue(line.contains(bad.toString()) && line.contains("fragile") && line.contains(field), line);
        assertFalse(line.contains("secret") || line.contains("\n"), line);
    }

    @ParameterizedTest
    @ValueSource(strings = {"hibernate", "eclipselink"})
    void all_of_them(String provider) throws Exception {
        open(provider);
        List<UUID> ids = add(30);
        for (UUID id : ids) {
            spoil("update fragile set colour = 'secret' where", id);
        }
        assertEquals(Set.of(), estate.pull("fragile").keySet());
        assertEquals(Set.of(), pages());
        assertEquals(30, told.size());
    }

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
    void what_is_mended_comes_without_a_new_number(String provider) throws Exception {
        open(provider);
        List<UUID> ids = add(40);
        spoilAll(ids.subList(0, 30));
        var reader = reader();
        for (int pass = 0; pass < 3; pass++) {
            while (reader.readPage()) {}
            assertEquals(texts(ids.subList(30, 40)), reader.records().keySet());
            assertFalse(reader.isWhole());
        }
        assertEquals(30, told.size());
        spoil("update fragile set colour = 'GREEN' where", ids.get(4));
        while (reader.readPage()) {}
        assertTrue(reader.records().containsKey(ids.get(4).toString()));
        repairAll();
        while (reader.readPage()) {}
        assertEquals(texts(ids), reader.records().keySet());
        assertTrue(reader.isWhole());
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

    @ParameterizedTest
    @MethodSource("ways")
    void a_change_of_it_is_refused_for_good(String provider, String field, String broken) throws Exception {
        open(provider);
        List<UUID> ids = add(2);
        spoil(broken, ids.get(0));
        Change change = modified("fragile", ids.get(0), 1, "{'note': 'b'}");

        assertRefused(change, ids.get(0));
        if (!field.equals("shades")) { // a record that refers to it does not need them
            String fields = "{'team': 'red', 'beside': '" + ids.get(0) + "'}";
            assertRefused(added("fragile", UUID.randomUUID(), fields), ids.get(0));
        }
        assertEquals(
                1,
                estate.push(modified("fragile", ids.get(1), 2, "{'note': 'b'}"))
                        .applied()
                        .size());
        assertEquals(1, estate.pull("fragile").size());
    }

    @ParameterizedTest
    @ValueSource(strings = {"hibernate", "eclipselink"})
    void a_getter_that_throws_refuses_the_change_alone(String provider) throws Exception {
        open(provider);
        UUID id = add(1).get(0);
        spoil("update fragile set mood = 'secret' where", id);
        assertEquals(1, estate.pull("fragile").size());
        assertRefused(modified("fragile", id, 1, "{'note': 'b'}"), id);
    }

    private void assertRefused(Change change, UUID culprit) {
        var refused = assertThrows(UnreadableException.class, () -> estate.push(change));
        assertTrue(refused.isForGood());
        assertTrue(refused.records().contains(new RecordKey("fragile", culprit)));
        Rejection rejection = refused.rejection(change.key(), estate.registry.get("fragile"));
        assertFalse(rejection.toString().contains("secret"), rejection::toString);
    }

    private List<UUID> add(int count) {
        List<UUID> ids = new ArrayList<>();
        List<Change> changes = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            ids.add(UUID.randomUUID());
            changes.add(added(
                    "fragile",
                    ids.get(i),
                    "{'team': 'red', 'note': 'a', 'colour': 'RED', 'code': 'c', 'paint': {'inner': 'RED'},"
                            + " 'shades': ['RED'], 'mood': 'fine'}"));
        }
        assertEquals(
                count, estate.push(changes.toArray(Change[]::new)).applied().size());
        return ids;
    }

    private void spoil(String update, UUID id) {
        int spoilt = estate.inTransaction(em -> {
            String which = update.contains("_colours") ? " thing = '" : " id = '";
            return em.createNativeQuery(update + which + id + "'").executeUpdate();
        });
        assertEquals(1, spoilt);
    }

    private void spoilAll(List<UUID> ids) {
        String all = ids.stream().map(id -> "'" + id + "'").collect(Collectors.joining(", "));
        int spoilt = estate.inTransaction(
                em -> em.createNativeQuery("update fragile set colour = 'secret' where id in (" + all + ")")
                        .executeUpdate());
        assertEquals(ids.size(), spoilt);
    }

    private void repairAll() {
        estate.inTransaction(em -> em.createNativeQuery("update fragile set colour = 'RED' where colour = 'secret'")
                .executeUpdate());
    }

    private PassReader reader() {
        return reader(new RangeCache(), 7);
    }

    private static RangeCache ranges() {
        return new RangeCache(RANGE, 1 << 24, Instant::now);
    }

    /** All of one epoch: they share ranges. */
    private PassReader reader(RangeCache ranges, int page) {
        return new PassReader(estate, ranges, EPOCH, page, "fragile", () -> Set.of("red"));
    }

    private Set<String> pages() {
        var reader = reader();
        while (reader.readPage()) {}
        return reader.records().keySet();
    }

    private static Set<String> texts(List<UUID> ids) {
        Set<String> texts = new HashSet<>();
        ids.forEach(id -> texts.add(id.toString()));
        return texts;
    }
}
