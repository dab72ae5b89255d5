package org.tidemark.convergence;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.tidemark.convergence.history.Violation;
import org.tidemark.convergence.model.ModelDriver;

/** The machine bites: each mistake that can be made is found, by a promise that it breaks, within so many steps. */
class BrokenVariantsTest {
    private static final int STEPS = 100_000;

    /** With most seeds all are found, the rarest after some 300,000 steps; with these it takes seconds. */
    private static final Map<Broken, Long> SEEDS =
            Map.of(Broken.STORED_RESULT_UNFILTERED, 3L, Broken.LEFT_STAYS, 62208316817592L);

    private static final long SEED = 21;

    @ParameterizedTest(name = "{0} is found")
    @EnumSource(Broken.class)
    void eachMistakeIsFound(Broken variant) {
        Campaign campaign = new Campaign(SEEDS.getOrDefault(variant, SEED), STEPS, () -> new ModelDriver(variant));
        assertTrue(campaign.failing().isPresent(), () -> variant.label() + " went unseen for " + STEPS + " steps");
        Violation first = campaign.failed().violations().get(0);
        assertTrue(variant.promises().contains(first.promise()), first::toString);
    }

    @Test
    void each_promise_is_broken_by_some_mistake() {
        Set<Promise> broken = EnumSet.noneOf(Promise.class);
        Arrays.stream(Broken.values()).forEach(variant -> broken.addAll(variant.promises()));
        assertEquals(EnumSet.allOf(Promise.class), broken);
    }
}
