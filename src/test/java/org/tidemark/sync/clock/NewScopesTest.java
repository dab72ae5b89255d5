package org.tidemark.sync.clock;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import jakarta.persistence.EntityManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.tidemark.sync.Databases;
import org.tidemark.sync.Estate;
import org.tidemark.sync.Estates;
import org.tidemark.sync.TestUnit;
import org.tidemark.sync.kinds.Kind;
import org.tidemark.sync.kinds.unique.Moving;
import org.tidemark.sync.state.DatabaseEpoch;

/**
 * A transaction that is the first in a scope needs its own connection and no other: with as many of them as the pool
 * has connections, each would wait for the others.
 */
class NewScopesTest {

    private static final int SAVES = 8;
    private static final int ROUNDS = 12;
    private static final Duration PATIENCE = Duration.ofMinutes(1);

    @Order(1)
    @RegisterExtension
    static final Databases DATABASES = new Databases();

    @Order(2)
    @RegisterExtension
    static final Estates ESTATES = new Estates(NewScopesTest::open);

    static Stream<String> all() {
        return Stream.concat(Databases.all(), Databases.served());
    }

    private static Estate on(String combination) {
        return ESTATES.on(combination);
    }

    private static Estate open(String combination) throws SQLException {
        TestUnit unit = TestUnit.of(Databases.provider(combination) + "-newscopes", List.of(Kind.class, Moving.class));
        return DATABASES.estate(combination, "newscopes", List.of("red"), unit);
    }

    @ParameterizedTest
    @MethodSource("all")
    void its_clocks_are_made_in_the_transaction_and_go_with_it(String combination) {
        Estate estate = on(combination);
        List<String> scopes = List.of("c", "red", "a", "b");
        estate.inTransaction(em -> next(em, estate, scopes));
        assertEquals(List.of(1L, 1L, 1L, 1L), versions(estate, scopes));
        assertThrows(
                RolledBack.class,
                () -> estate.inTransaction(em -> {
                    next(em, estate, List.of("d", "a"));
                    em.flush();
                    throw new RolledBack();
                }));
        assertEquals(List.of(1L), versions(estate, List.of("a", "d")));
    }

    private static final class RolledBack extends RuntimeException {
        private static final long serialVersionUID = 1;
    }

    @ParameterizedTest
    @ValueSource(strings = {"hibernate", "eclipselink"})
    void they_begin_above_what_a_restored_database_has_forgotten(String provider) throws Exception {
        try (var estate = new Estate(provider)) {
            estate.inTransaction(em -> {
                em.persist(new DatabaseEpoch(UUID.randomUUID()));
                return true;
            });
            estate.inTransaction(DatabaseEpoch::restore);
            long origin = estate.inTransaction(NewClocks::origin);
            estate.inTransaction(em -> next(em, estate, List.of("new")));
            assertEquals(List.of(origin + 1), versions(estate, List.of("new")));
        }
    }

    @ParameterizedTest
    @MethodSource("all")
    void those_who_are_the_first_together_wait_for_each_other_and_all_get_their_numbers(String combination)
            throws Exception {
        Estate estate = on(combination);
        var threads = Executors.newFixedThreadPool(SAVES);
        try {
            for (int round = 0; round < ROUNDS; round++) {
                List<String> scopes = List.of("x" + round, "y" + round, "z" + round, "old");
                var together = new CyclicBarrier(SAVES);
                List<Future<?>> saves = new ArrayList<>();
                for (int i = 0; i < SAVES; i++) {
                    List<String> mine = new ArrayList<>(scopes);
                    Collections.shuffle(mine, new Random(31L * round + i));
                    saves.add(threads.submit(() -> {
                        together.await();
                        return estate.inTransaction(em -> next(em, estate, mine.subList(0, 3)));
                    }));
                }
                for (Future<?> save : saves) {
                    save.get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
                }
            }
        } finally {
            threads.shutdownNow();
        }
        long given = estate.inTransaction(em -> em.createQuery(
                        "select sum(c.version) from ScopeClock c where c.scope not in ('red', 'a', 'b', 'c')",
                        Long.class)
                .getSingleResult());
        assertEquals((long) SAVES * ROUNDS * 3, given, "each number was given once");
    }

    private static boolean next(EntityManager em, Estate estate, Collection<String> scopes) {
        ChangeClocks clock = ChangeClocks.take(em, estate.registry.knownScopes(), scopes, 0);
        scopes.forEach(scope -> clock.next(scope, 0));
        return true;
    }

    private static List<Long> versions(Estate estate, Collection<String> scopes) {
        return estate.inTransaction(
                em -> em.createQuery("select c.version from ScopeClock c where c.scope in :scopes", Long.class)
                        .setParameter("scopes", scopes)
                        .getResultList());
    }
}
