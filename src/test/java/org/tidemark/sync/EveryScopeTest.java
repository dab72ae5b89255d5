package org.tidemark.sync;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.tidemark.sync.Estate.added;
import static org.tidemark.sync.Estate.deleted;
import static org.tidemark.sync.Estate.modified;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.tidemark.spi.Caller;
import org.tidemark.spi.ScopePolicy;
import org.tidemark.sync.access.CallerRights;
import org.tidemark.sync.kinds.Accessors;
import org.tidemark.sync.kinds.Kind;
import org.tidemark.sync.pull.PassReader;
import org.tidemark.sync.pull.RangeCache;
import org.tidemark.sync.state.ScopeClock;

/** Who may read every scope, and that nobody does by the name of one. */
class EveryScopeTest {

    private static Estate estate;

    private final UUID id = UUID.randomUUID();

    @BeforeAll
    static void open() {
        TestUnit unit = TestUnit.of("hibernate", List.of(Kind.class, Accessors.class));
        estate = new Estate("hibernate", Estate.h2("hibernate"), List.of("red", "blue", "*"), unit);
    }

    @AfterAll
    static void close() throws Exception {
        estate.close();
    }

    @Test
    void all_scopes_are_pulled_also_those_that_come_later() {
        String later = "later " + id;
        var reader = new PassReader(estate, new RangeCache(), UUID.randomUUID(), 10, "closed", ScopePolicy.EVERY_SCOPE);
        read(reader);
        UUID red = add("red");
        UUID blue = add("blue");
        read(reader);
        assertTrue(reader.records().keySet().containsAll(Set.of(red.toString(), blue.toString())));

        estate.inTransaction(em -> {
            em.persist(new ScopeClock(later, 0));
            return null;
        });
        UUID there = add(later);
        read(reader);
        assertTrue(reader.records().containsKey(there.toString()));
    }

    @Test
    void who_reads_all_and_then_one_is_left_with_one() {
        var readable = new AtomicReference<>(ScopePolicy.EVERY_SCOPE);
        UUID red = add("red");
        UUID blue = add("blue");
        var reader = new PassReader(estate, new RangeCache(), UUID.randomUUID(), 10, "closed", readable::get);
        read(reader);
        assertTrue(reader.records().containsKey(blue.toString()));
        readable.set(Set.of("red"));
        read(reader);
        assertEquals(Set.of("red"), reader.scopes());
        assertTrue(reader.records().containsKey(red.toString()));
    }

    /** A tenant or a team may be called anything. */
    @ParameterizedTest
    @ValueSource(strings = {"*", "ALL", "%", "EVERY_SCOPE", ""})
    void no_name_of_a_scope_is_all_of_them(String name) {
        UUID red = add("red");
        CallerRights rights = estate.rights(caller -> Set.of(name));
        assertEquals(Set.of(name), rights.readable());
        assertFalse(rights.mayRead("red"));
        assertFalse(rights.mayWrite("red"));
        assertEquals(
                "forbidden",
                estate.push(caller -> Set.of(name), deleted("closed", red, 1))
                        .rejected()
                        .getJsonObject(0)
                        .getString("reason"));
    }

    @Test
    void neither_is_an_empty_set_nor_a_copy() {
        for (Set<String> copy : List.of(
                Set.<String>of(), Set.copyOf(ScopePolicy.EVERY_SCOPE), new HashSet<>(ScopePolicy.EVERY_SCOPE))) {
            CallerRights rights = estate.rights(caller -> copy);
            assertTrue(rights.readsNothing());
            assertFalse(rights.mayRead("red"));
            assertEquals(Set.of(), rights.readable());
        }
    }

    @Test
    void to_write_everywhere_takes_to_read_everywhere() {
        ScopePolicy writer = policy(Set.of("red"), ScopePolicy.EVERY_SCOPE);
        assertTrue(estate.rights(writer).mayWrite("red"));
        assertFalse(estate.rights(writer).mayWrite("blue"));

        ScopePolicy reader = policy(ScopePolicy.EVERY_SCOPE, Set.of("red"));
        assertTrue(estate.rights(reader).mayWrite("red"));
        assertFalse(estate.rights(reader).mayWrite("blue"));
        assertTrue(estate.rights(reader).mayRead("blue"));

        assertTrue(estate.rights(caller -> ScopePolicy.EVERY_SCOPE).mayWrite("of tomorrow"));
    }

    /** A conflict over a record that may not be written is not registered, so it shows nobody its other side. */
    @Test
    void who_reads_all_and_writes_one_gets_no_conflict_elsewhere() {
        UUID blue = add("blue");
        var result = estate.push(
                policy(ScopePolicy.EVERY_SCOPE, Set.of("red")), modified("closed", blue, 0, "{'note': 'mine'}"));
        assertEquals(1, result.rejected().size(), () -> result.toJson().toString());
        assertEquals("forbidden", result.rejected().getJsonObject(0).getString("reason"));
    }

    private static ScopePolicy policy(Set<String> readable, Set<String> writable) {
        return new ScopePolicy() {
            @Override
            public Set<String> readable(Caller caller) {
                return readable;
            }

            @Override
            public Set<String> writable(Caller caller) {
                return writable;
            }
        };
    }

    private UUID add(String team) {
        UUID record = UUID.randomUUID();
        var result = estate.push(
                caller -> ScopePolicy.EVERY_SCOPE,
                added("closed", record, "{'team': '%s', 'note': 'a'}".formatted(team)));
        assertEquals(1, result.applied().size(), () -> result.toJson().toString());
        return record;
    }

    private static void read(PassReader reader) {
        while (reader.readPage()) {
            // on to the end
        }
    }
}
