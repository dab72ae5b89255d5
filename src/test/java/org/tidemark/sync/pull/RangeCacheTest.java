package org.tidemark.sync.pull;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.tidemark.sync.Estate.added;
import static org.tidemark.sync.Estate.deleted;
import static org.tidemark.sync.Estate.modified;

import jakarta.json.JsonObject;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.tidemark.protocol.Change;
import org.tidemark.protocol.PushResult;
import org.tidemark.sync.Estate;

/** Whatever others were sent, a first synchronisation brings what is there now. */
class RangeCacheTest {

    private static final int RECORDS = 4;
    private static final int PAGE = 10;
    private static final long MEBIBYTE = 1 << 20;
    private static final String[] TEAMS = {"red", "blue"};

    private final Estate estate = new Estate("eclipselink");
    private final UUID epoch = UUID.randomUUID();
    private Instant now = Instant.parse("2026-01-05T08:00:00Z");
    private RangeCache ranges = new RangeCache(RECORDS, MEBIBYTE, () -> now);

    @AfterEach
    void close() throws Exception {
        estate.close();
    }

    @Test
    void what_was_packed_for_one_is_sent_to_the_next_and_not_read_again() {
        add(3 * RECORDS);
        Map<String, JsonObject> first = pull();
        pastOurBack("Renamed");
        assertEquals(first, pull(), "read again, it would have another name");
    }

    @Test
    void what_sql_changed_past_our_back_is_seen_by_who_comes_later() {
        add(RECORDS);
        pull();
        pastOurBack("Renamed");
        now = now.plus(Duration.ofMinutes(10));
        assertNotEquals("Renamed", name(pull(), 0));
        now = now.plusMillis(1);
        assertEquals("Renamed", name(pull(), 0));
    }

    @Test
    void a_restored_database_is_read_anew() {
        add(RECORDS);
        pull();
        pastOurBack("Restored");
        assertEquals("Restored", name(read(UUID.randomUUID(), PAGE, () -> {}), 0));
    }

    @Test
    void an_edit_costs_its_own_range_and_no_other() {
        List<UUID> ids = add(3 * RECORDS);
        Map<String, JsonObject> before = pull();
        UUID edited = ids.get(RECORDS + 1);
        pastOurBack("Renamed");
        edit(edited, before, "Edited");
        Map<String, JsonObject> after = pull();
        assertEquals("Edited", name(after, edited), "as it is now, and at the end");
        for (int i = 0; i < ids.size(); i++) {
            boolean readAgain = i / RECORDS == 1;
            if (!ids.get(i).equals(edited)) {
                assertEquals(readAgain, name(after, ids.get(i)).equals("Renamed"), "record " + i);
            }
        }
    }

    @Test
    void ranges_that_lost_most_of_their_records_give_way_to_new_ones() {
        List<UUID> ids = add(5 * RECORDS);
        Map<String, JsonObject> records = pull();
        for (int i = 0; i < 3 * RECORDS; i++) {
            if (i % RECORDS != 0) {
                edit(ids.get(i), records, "Edited");
            }
        }
        Map<String, JsonObject> after = pull();
        assertEquals(byRows(), after);
        pastOurBack("Renamed");
        assertEquals(after, pull(), "the new ones are kept");
        List<CachedRange> kept = ranges.from(start(0), Long.MAX_VALUE, 5 * RECORDS, MEBIBYTE);
        assertEquals(5, kept.size());
        kept.forEach(range -> assertEquals(RECORDS, range.count()));
    }

    @Test
    void a_record_that_was_not_committed_when_the_pass_began_is_in_no_range() {
        add(2 * RECORDS - 1);
        UUID late = UUID.randomUUID();
        Map<String, JsonObject> first = read(epoch, RECORDS, () -> {
            if (estate.pull("machines", late) == null) {
                push(added("machines", late, "{'team': 'red', 'name': 'Late'}"));
            }
        });
        assertEquals(2 * RECORDS, first.size());
        assertEquals(
                1, ranges.from(start(0), Long.MAX_VALUE, 2 * RECORDS, MEBIBYTE).size());
    }

    @Test
    void where_there_is_no_room_nothing_is_kept_and_all_is_sent() {
        ranges = new RangeCache(RECORDS, 100, () -> now);
        add(3 * RECORDS);
        assertEquals(byRows(), pull());
        pastOurBack("Renamed");
        assertEquals("Renamed", name(pull(), 0));
    }

    @Test
    void what_is_full_keeps_what_it_has() {
        add(8 * RECORDS);
        pull();
        long room = 0;
        for (long version = 0;
                !ranges.from(start(version), Long.MAX_VALUE, RECORDS, MEBIBYTE).isEmpty();
                version += RECORDS) {
            room += 300
                    + ranges.from(start(version), Long.MAX_VALUE, RECORDS, MEBIBYTE)
                            .get(0)
                            .records()
                            .size();
        }
        // For three and a half: sizes differ by some bytes, since ids are random.
        ranges = new RangeCache(RECORDS, room * 7 / 16, () -> now);
        pull();
        assertFalse(ranges.from(start(0), Long.MAX_VALUE, RECORDS, MEBIBYTE).isEmpty());
        assertTrue(ranges.from(start(7 * RECORDS), Long.MAX_VALUE, RECORDS, MEBIBYTE)
                .isEmpty());
        assertEquals(byRows(), pull());
    }

    @Test
    void no_page_is_longer_than_it_was_asked_for() {
        add(7 * RECORDS + 1);
        for (int page = 1; page <= 3 * RECORDS; page++) {
            assertEquals(byRows(), read(epoch, page, () -> {}));
            assertEquals(byRows(), read(epoch, page, () -> {}));
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void after_any_history_all_is_as_if_nothing_had_been_kept(long seed) {
        var random = new Random(seed);
        List<UUID> ids = new ArrayList<>(add(6 * RECORDS));
        for (int step = 0; step < 15; step++) {
            change(random, ids);
            if (random.nextInt(3) == 0) {
                now = now.plus(Duration.ofMinutes(random.nextInt(12)));
            }
            int page = 1 + random.nextInt(3 * RECORDS);
            int at = step;
            assertEquals(byRows(), read(epoch, page, () -> {}), () -> "seed " + seed + ", step " + at);
            Map<String, JsonObject> meanwhile = read(epoch, RECORDS, () -> {
                if (random.nextInt(3) == 0) {
                    change(random, ids);
                }
            });
            assertEquals(byRows(), meanwhile, () -> "written while it was read, seed " + seed + ", step " + at);
        }
    }

    private void change(Random random, List<UUID> ids) {
        Map<String, JsonObject> records = byRows();
        UUID id = ids.get(random.nextInt(ids.size()));
        String team = TEAMS[random.nextInt(2)];
        JsonObject record = records.get(id.toString());
        if (record == null || random.nextInt(8) == 0) {
            ids.add(UUID.randomUUID());
            push(added("machines", ids.get(ids.size() - 1), "{'team': '" + team + "', 'name': 'New'}"));
        } else if (random.nextInt(4) == 0) {
            push(deleted("machines", id, record.getInt("version")));
        } else {
            String fields = "{'team': '" + team + "', 'name': 'Edit " + random.nextInt() + "'}";
            push(modified("machines", id, record.getInt("version"), fields));
        }
    }

    private List<UUID> add(int count) {
        List<UUID> ids = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            ids.add(UUID.randomUUID());
            push(added("machines", ids.get(i), "{'team': 'red', 'name': 'Lathe " + i + "'}"));
        }
        return ids;
    }

    private void edit(UUID id, Map<String, JsonObject> records, String name) {
        long version = records.get(id.toString()).getInt("version");
        push(modified("machines", id, version, "{'name': '" + name + "'}"));
    }

    private void push(Change change) {
        PushResult result = estate.push(change);
        assertEquals(1, result.applied().size(), () -> String.valueOf(result));
    }

    private void pastOurBack(String name) {
        estate.inTransaction(em ->
                em.createNativeQuery("update machine set name = '" + name + "'").executeUpdate());
    }

    private RangeCache.Start start(long after) {
        return new RangeCache.Start(epoch, "red", "machines", after);
    }

    private Map<String, JsonObject> pull() {
        return read(epoch, PAGE, () -> {});
    }

    /** As it is read without ranges: by pages that are too small for one. */
    private Map<String, JsonObject> byRows() {
        return read(epoch, RECORDS - 1, () -> {});
    }

    private static String name(Map<String, JsonObject> records, Object id) {
        JsonObject record =
                id instanceof Integer i ? List.copyOf(records.values()).get(i) : records.get(id.toString());
        return record.getJsonObject("fields").getString("name");
    }

    private Map<String, JsonObject> read(UUID epoch, int page, Runnable between) {
        var replica = new PassReader(estate, ranges, epoch, page);
        for (boolean more = true; more; ) {
            more = replica.readPage();
            if (more) {
                between.run();
            }
        }
        // What moved on meanwhile comes with another pass.
        for (boolean more = true; more; ) {
            more = replica.readPage();
        }
        return replica.records();
    }
}
