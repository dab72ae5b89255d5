package org.tidemark.sync.clock;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import jakarta.persistence.EntityManager;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.tidemark.protocol.RecordKey;
import org.tidemark.sync.Databases;
import org.tidemark.sync.Estate;
import org.tidemark.sync.Estates;
import org.tidemark.sync.TestUnit;
import org.tidemark.sync.kinds.Kind;
import org.tidemark.sync.kinds.unique.Moving;
import org.tidemark.sync.kinds.unique.Moving.Seat;
import org.tidemark.sync.state.ScopeClock;

/** Numbers that are taken of a clock before they are given, on one way to the database where that is possible. */
class ChangeClocksTest {

    private static final int WRITERS = 8;
    private static final int WRITES = 10;
    private static final int NUMBERS = 3;
    private static final List<String> BOTH = List.of("left", "right");

    @Order(1)
    @RegisterExtension
    static final Databases DATABASES = new Databases();

    @Order(2)
    @RegisterExtension
    static final Estates ESTATES = new Estates(ChangeClocksTest::open);

    static Stream<String> all() {
        return Stream.concat(Databases.all(), Databases.served());
    }

    private static Estate open(String combination) throws SQLException {
        TestUnit unit = TestUnit.of(Databases.provider(combination) + "-clocks", List.of(Kind.class, Moving.class));
        return DATABASES.estate(
                combination, "clocks", List.of("red", "crowd", "short", "back", "first", "left", "right"), unit);
    }

    @ParameterizedTest
    @MethodSource("all")
    void each_number_is_given_once(String combination) throws Exception {
        Estate estate = ESTATES.on(combination);
        Set<Long> given = new ConcurrentSkipListSet<>();
        var threads = Executors.newFixedThreadPool(WRITERS);
        try {
            List<Future<?>> writers = new ArrayList<>();
            for (int i = 0; i < WRITERS; i++) {
                writers.add(threads.submit(() -> {
                    for (int n = 0; n < WRITES; n++) {
                        given.addAll(estate.inTransaction(em -> take(em, estate, "crowd", NUMBERS, NUMBERS)));
                    }
                    return null;
                }));
            }
            for (Future<?> writer : writers) {
                writer.get(1, TimeUnit.MINUTES);
            }
        } finally {
            threads.shutdownNow();
        }
        assertEquals(WRITERS * WRITES * NUMBERS, given.size());
        assertEquals((long) WRITERS * WRITES * NUMBERS, version(estate, "crowd"));
    }

    @ParameterizedTest
    @MethodSource("all")
    void a_clock_stands_at_the_last_number_though_fewer_were_taken_ahead(String combination) {
        Estate estate = ESTATES.on(combination);
        assertEquals(List.of(1L, 2L, 3L), estate.inTransaction(em -> take(em, estate, "short", 1, NUMBERS)));
        assertEquals(3, version(estate, "short"));
    }

    @ParameterizedTest
    @MethodSource("all")
    void what_a_transaction_took_goes_back_with_it(String combination) {
        Estate estate = ESTATES.on(combination);
        assertThrows(
                IllegalStateException.class,
                () -> estate.inTransaction(em -> {
                    take(em, estate, "back", NUMBERS, NUMBERS);
                    throw new IllegalStateException("rolled back");
                }));
        assertEquals(0, version(estate, "back"));
    }

    @ParameterizedTest
    @MethodSource("all")
    void what_is_numbered_later_in_a_transaction_goes_on_from_there(String combination) {
        Estate estate = ESTATES.on(combination);
        List<Long> given = estate.inTransaction(em -> {
            List<Long> numbers = new ArrayList<>();
            for (List<String> scopes : List.of(BOTH, List.of("left"), BOTH, List.of("left"), BOTH)) {
                numbers.add(number(em, estate, scopes, numbers.isEmpty()));
            }
            return numbers;
        });
        assertEquals(List.of(1L, 2L, 3L, 4L, 5L), given);
        assertEquals(5, version(estate, "left"));
    }

    /** A new record in each of the scopes; returns the number of the first. */
    private static long number(EntityManager em, Estate estate, List<String> scopes, boolean isFirst) {
        Map<RecordKey, Seat> seats = new LinkedHashMap<>();
        for (String scope : scopes) {
            var seat = new Seat();
            seat.setTeam(scope);
            seats.put(new RecordKey("seats", UUID.randomUUID()), seat);
        }
        LockedRecords rows = LockedRecords.of(em, estate.registry, seats.keySet());
        Numbering numbering =
                isFirst ? new Numbering(em, estate.registry, rows) : Numbering.further(em, estate.registry, rows);
        seats.forEach((key, seat) -> numbering.add(ChangedRecord.byEstate(key, estate.registry.get("seats"), seat, 0)));
        numbering.number(Set.of(), Instant.now(), "alice", (record, version) -> {});
        em.flush();
        return seats.values().iterator().next().getSync().getVersion();
    }

    /** As a push does: other locks come first. */
    private static List<Long> take(EntityManager em, Estate estate, String scope, int ahead, int numbers) {
        LockedRecords.of(em, estate.registry, List.of(new RecordKey("seats", UUID.randomUUID())));
        ChangeClocks clock = ChangeClocks.take(em, estate.registry.knownScopes(), List.of(scope), ahead);
        List<Long> given = new ArrayList<>();
        for (int i = 0; i < numbers; i++) {
            given.add(clock.next(scope, 0));
        }
        clock.settle(em);
        em.flush();
        return given;
    }

    private static long version(Estate estate, String scope) {
        return estate.inTransaction(em -> em.find(ScopeClock.class, scope).version());
    }
}
