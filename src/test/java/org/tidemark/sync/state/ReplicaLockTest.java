package org.tidemark.sync.state;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import jakarta.persistence.EntityManager;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.tidemark.sync.Databases;
import org.tidemark.sync.Estate;
import org.tidemark.sync.Estates;
import org.tidemark.sync.TestUnit;
import org.tidemark.sync.kinds.Kind;
import org.tidemark.sync.kinds.unique.Moving;

/** The query that locks a replica looks at the epoch, which all replicas share, and must not lock that. */
class ReplicaLockTest {

    private static final UUID EPOCH = UUID.randomUUID();
    private static final UUID ONE = UUID.randomUUID();
    private static final UUID OTHER = UUID.randomUUID();

    @Order(1)
    @RegisterExtension
    static final Databases DATABASES = new Databases();

    @Order(2)
    @RegisterExtension
    static final Estates ESTATES = new Estates(ReplicaLockTest::open);

    static Stream<String> all() {
        return Stream.concat(Databases.all(), Databases.served());
    }

    private static Estate open(String combination) throws SQLException {
        TestUnit unit = TestUnit.of(Databases.provider(combination) + "-replicas", List.of(Kind.class, Moving.class));
        Estate estate = DATABASES.estate(combination, "replicas", List.of("red"), unit);
        return estate.inTransaction(em -> {
            em.persist(new DatabaseEpoch(EPOCH));
            em.persist(new Replica(ONE, Estate.CALLER, Instant.now()));
            em.persist(new Replica(OTHER, Estate.CALLER, Instant.now()));
            return estate;
        });
    }

    @ParameterizedTest
    @MethodSource("all")
    void two_replicas_do_not_wait_for_each_other(String combination) {
        Estate estate = ESTATES.on(combination);
        UUID meanwhile = estate.inTransaction(em -> {
            assertEquals(ONE, lock(em, ONE).orElseThrow().id());
            return CompletableFuture.supplyAsync(() -> estate.inTransaction(
                            other -> lock(other, OTHER).orElseThrow().id()))
                    .orTimeout(1, TimeUnit.MINUTES)
                    .join();
        });
        assertEquals(OTHER, meanwhile);
    }

    @ParameterizedTest
    @MethodSource("all")
    void of_another_epoch_there_is_none(String combination) {
        Estate estate = ESTATES.on(combination);
        assertTrue(estate.inTransaction(em -> Replica.lock(em, ONE, UUID.randomUUID()))
                .isEmpty());
    }

    private static Optional<Replica> lock(EntityManager em, UUID id) {
        return Replica.lock(em, id, EPOCH);
    }
}
