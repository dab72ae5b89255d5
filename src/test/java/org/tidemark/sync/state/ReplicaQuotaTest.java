package org.tidemark.sync.state;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.tidemark.protocol.Refusal;
import org.tidemark.sync.Estate;
import org.tidemark.sync.TestUnit;
import org.tidemark.sync.kinds.Kind;

/** How many replicas a user may start. */
public class ReplicaQuotaTest {

    private static final String SETTING = "tidemark.replicas.user";

    @BeforeEach
    void two() {
        System.setProperty(SETTING, "2");
    }

    @AfterEach
    void asBefore() {
        System.clearProperty(SETTING);
    }

    @Test
    void one_more_than_that_is_refused_until_another_is_given_up_for_lost() throws Exception {
        TestUnit unit = TestUnit.of("hibernate", List.of(Kind.class));
        try (Estate estate = new Estate("hibernate", Estate.h2("hibernate"), List.of("red"), unit)) {
            UUID first = start(estate);
            start(estate);
            Refusal refusal = assertThrows(Refusal.class, () -> start(estate));
            assertEquals(429, refusal.status());
            assertTrue(refusal.retryAfter().toSeconds() > 0);
            estate.inTransaction(em -> {
                em.find(Replica.class, first).abandon();
                return null;
            });
            start(estate);
        }
    }

    private static UUID start(Estate estate) {
        return estate.inTransaction(em -> {
            Replica replica = Replica.fresh(em, UUID.randomUUID(), Estate.CALLER);
            em.persist(replica);
            assertTrue(replica.isAbandonedSince(Instant.MAX));
            return replica.id();
        });
    }
}
