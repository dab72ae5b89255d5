package org.tidemark.sync.pull;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.tidemark.sync.Estate;
import org.tidemark.sync.TestUnit;
import org.tidemark.sync.state.CursorKey;

/** A key is in use for a month, and known as long as a cursor that it sealed is of any use. */
class CursorKeyRotationTest {

    private static final Instant BEGIN = Instant.parse("2026-01-01T00:00:00Z");
    private static final String CURSOR =
            PullCursor.start(UUID.randomUUID(), "alice").text();

    @ParameterizedTest
    @ValueSource(strings = {"hibernate", "eclipselink"})
    void cursors_of_a_key_that_was_replaced_are_known_until_they_are_of_no_use(String provider) throws Exception {
        try (var estate = new Estate(provider, Estate.h2(provider), List.of("emea"), TestUnit.of("keys", List.of()))) {
            estate.inTransaction(em -> {
                em.persist(new CursorKey(1, BEGIN));
                return null;
            });
            String old = seal(estate);
            rotate(estate, 29);
            assertEquals(Set.of(1), keys(estate));
            rotate(estate, 31);
            assertEquals(Set.of(1, 2), keys(estate));
            String young = seal(estate);
            assertTrue(young.startsWith(CURSOR + ".2."), young);
            assertTrue(isSealed(estate, old), "of the key before");
            // The old one was in use until the 31st day: its last cursor is worth something for 180 days and a month.
            rotate(estate, 31 + 210);
            assertTrue(isSealed(estate, old));
            assertTrue(isSealed(estate, young));
            rotate(estate, 31 + 211);
            assertFalse(keys(estate).contains(1));
            assertFalse(isSealed(estate, old), "who has it starts over");
            assertTrue(isSealed(estate, young));
            assertTrue(isSealed(estate, seal(estate)));
        }
    }

    private static void rotate(Estate estate, int day) {
        estate.inTransaction(em -> {
            CursorKeyRotation.rotate(em, BEGIN.plus(Duration.ofDays(day)));
            return null;
        });
    }

    private static Set<Integer> keys(Estate estate) {
        return estate.inTransaction(em -> Set.copyOf(
                em.createQuery("select k.id from CursorKey k", Integer.class).getResultList()));
    }

    /** By a node that has just started. */
    private static String seal(Estate estate) {
        return estate.inTransaction(em -> new CursorSeals().seal(em, CURSOR));
    }

    private static boolean isSealed(Estate estate, String text) {
        return estate.inTransaction(em -> new CursorSeals().isSealed(em, text));
    }
}
