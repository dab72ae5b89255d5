package org.tidemark.sync.pull;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.tidemark.sync.Estate.added;

import jakarta.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.tidemark.protocol.Change;
import org.tidemark.protocol.Conflict;
import org.tidemark.protocol.PullResult;
import org.tidemark.protocol.RecordKey;
import org.tidemark.protocol.Resolution.Outcome;
import org.tidemark.protocol.SyncAnswer;
import org.tidemark.sync.Estate;
import org.tidemark.sync.TestUnit;
import org.tidemark.sync.access.CallerRights;
import org.tidemark.sync.kinds.Converters;
import org.tidemark.sync.kinds.Kind;
import org.tidemark.sync.kinds.Texts;
import org.tidemark.sync.state.ConflictEntry;
import org.tidemark.sync.state.DatabaseEpoch;

/** A page is bounded, whatever fills it, and nothing is missing at the end. */
class PageBytesTest {

    private static final Instant NOW = Instant.parse("2026-01-05T08:00:00Z");
    private static final List<String> SCOPES =
            IntStream.range(0, 60).mapToObj(i -> "s" + i).toList();

    private final UUID epoch = UUID.randomUUID();
    private final RangeCache ranges = new RangeCache();
    private final Set<String> got = new HashSet<>();
    private final Set<UUID> told = new HashSet<>();
    private int timesTold;
    private long asked;
    private int pages;
    private PullCursor cursor = PullCursor.start(epoch, "alice");
    private Estate estate;

    private void open(String provider) {
        TestUnit unit = TestUnit.of(provider + "-bytes", List.of(Kind.class, Texts.class, Converters.class));
        estate = new Estate(provider, Estate.h2(provider), SCOPES, unit);
    }

    @AfterEach
    void close() throws Exception {
        estate.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"hibernate", "eclipselink"})
    void news_of_many_scopes(String provider) {
        open(provider);
        SCOPES.forEach(scope -> add(scope, 1, 100));
        read(0);
        SCOPES.forEach(scope -> add(scope, 9, 60_000));
        read(0);
        assertEquals(600, got.size());
        assertTrue(asked > PageSize.BYTES, "the memory was asked for");
    }

    @ParameterizedTest
    @ValueSource(ints = {300, 20_000})
    void a_first_synchronisation_of_large_records_and_the_next_one(int before) {
        open("hibernate");
        add("s1", 60, before);
        for (int i = 0; i < 5; i++) {
            add("s1", 40, 100_000);
        }
        read(0);
        assertEquals(260, got.size());
        int first = pages;
        pages = 0;
        got.clear();
        cursor = PullCursor.start(epoch, "alice");
        read(0);
        assertEquals(260, got.size());
        assertEquals(first, pages, "by the same ranges");
        RangeCache.Start start = new RangeCache.Start(epoch, "s1", "lobs", 0);
        assertTrue(ranges.from(start, Long.MAX_VALUE, 5000, Long.MAX_VALUE).size() > 10);
    }

    @ParameterizedTest
    @CsvSource({"hibernate, 17000", "eclipselink, 600"})
    void closed_conflicts_come_once_in_pages(String provider, int count) {
        open(provider);
        for (int i = 0; i < 5; i++) {
            add("s1", 60, 100);
        }
        Set<UUID> expected = new HashSet<>(close("", count));
        expected.addAll(close("s1", 300));
        read(count);
        assertEquals(expected, told);
        assertEquals(expected.size(), timesTold, "each once");
        assertEquals(count > 16_384, pages > 1, "in pages");
        add("s1", 1, 100);
        read(count);
        assertEquals(expected.size(), timesTold, "and never again");
        expected.addAll(close("", 3, count));
        add("s1", 1, 100);
        read(count + 3);
        assertEquals(expected, told);
        assertEquals(expected.size(), timesTold);
    }

    @ParameterizedTest
    @ValueSource(strings = {"hibernate", "eclipselink"})
    void numbers_of_closed_conflicts_follow_each_other(String provider) {
        open(provider);
        estate.inTransaction(em -> {
            em.persist(new DatabaseEpoch(epoch));
            em.flush();
            assertEquals(1, DatabaseEpoch.numbersOfSettled(em, 3));
            assertEquals(4, DatabaseEpoch.numbersOfSettled(em, 1));
            return null;
        });
    }

    private Set<UUID> close(String scope, int count) {
        return close(scope, count, 0);
    }

    private Set<UUID> close(String scope, int count, long after) {
        Set<UUID> ids = new HashSet<>();
        estate.inTransaction(em -> {
            var side = new Conflict.Side(1L, NOW, "bob", false, Map.of());
            for (int i = 1; i <= count; i++) {
                var key = new RecordKey("lobs", UUID.randomUUID());
                var conflict = new Conflict(
                        UUID.randomUUID(), key, Conflict.Kind.MODIFIED_MODIFIED, NOW, List.of(), side, side, side);
                var entry = new ConflictEntry(conflict, scope, UUID.randomUUID(), "alice");
                entry.settle(Outcome.SERVER, "alice", NOW, null, null);
                entry.settledVersion(after + i);
                em.persist(entry);
                ids.add(conflict.id());
                if (i % 1000 == 0) {
                    em.flush();
                    em.clear();
                }
            }
            em.flush();
            return null;
        });
        return ids;
    }

    private void add(String scope, int count, int size) {
        List<Change> all = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            String text = "x".repeat(size);
            all.add(added(
                    "lobs",
                    UUID.randomUUID(),
                    "{'team': '%s', 'article': '%s', 'image': 'AAEC'}".formatted(scope, text)));
        }
        assertEquals(
                count,
                estate.push(caller -> Set.of(scope), all.toArray(Change[]::new))
                        .applied()
                        .size());
    }

    /** Reads to the end. Each page is held against its bound. */
    private void read(long settled) {
        var replica = new PullState(UUID.randomUUID(), null, null, epoch, settled, 0);
        CallerRights rights = estate.rights(caller -> Set.copyOf(SCOPES));
        for (boolean more = true; more; pages++) {
            PullCursor now = cursor;
            PullResult result = estate.inTransaction(em -> new PullPass(em, estate.registry, rights, ranges, bytes -> {
                        asked += bytes;
                        return true;
                    })
                    .page(replica, now, 5000));
            byte[] answer = new SyncAnswer(NOW, epoch, null, result).toJson().toByteArray();
            assertTrue(answer.length < PageSize.BYTES + 300_000, () -> answer.length + " bytes");
            Estate.json(new String(answer, StandardCharsets.UTF_8))
                    .getJsonObject("pull")
                    .getJsonArray("scopes")
                    .getValuesAs(JsonObject.class)
                    .forEach(this::take);
            result.settled().forEach(one -> told.add(one.conflict()));
            timesTold += result.settled().size();
            cursor = PullCursor.read(result.cursor(), epoch, "alice");
            more = result.more();
        }
    }

    private void take(JsonObject scope) {
        JsonObject changes = scope.getJsonObject("changes").getJsonObject("lobs");
        if (changes != null) {
            changes.getJsonArray("upserted")
                    .getValuesAs(JsonObject.class)
                    .forEach(record -> got.add(record.getString("id")));
        }
    }
}
