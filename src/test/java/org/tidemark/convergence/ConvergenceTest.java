package org.tidemark.convergence;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.tidemark.convergence.history.Generator;
import org.tidemark.convergence.history.History;
import org.tidemark.convergence.history.Shrinker;
import org.tidemark.convergence.history.Violation;
import org.tidemark.convergence.model.ModelDriver;

/**
 * The protocol, played by the model: no promise breaks, whatever goes wrong. Longer runs: {@code mvn -Pconvergence}.
 */
class ConvergenceTest {
    private static final int STEPS = 40_000;

    @ParameterizedTest
    @ValueSource(longs = {1, 20261124, -7})
    void noPromiseBreaksInHistoriesThatWereHardOnce(long seed) {
        noPromiseBreaks(seed);
    }

    @Test
    void no_promise_breaks_in_histories_that_nobody_has_seen() {
        long seed = System.nanoTime();
        System.out.println("convergence: fresh seed " + seed);
        noPromiseBreaks(seed);
    }

    private static void noPromiseBreaks(long seed) {
        Campaign campaign = new Campaign(seed, STEPS, () -> new ModelDriver(null));
        List<Violation> violations =
                campaign.failing().isEmpty() ? List.of() : campaign.failed().violations();
        assertTrue(
                violations.isEmpty(),
                () -> "mvn -Pconvergence -Dseed=" + seed + " -Dsteps=" + STEPS + " replays and shrinks: " + violations);
    }

    @Test
    void the_same_seed_is_the_same_history() {
        History one = new Generator(42).history(300);
        History other = new Generator(42).history(300);
        assertTrue(one.equals(other) && one.toString().equals(other.toString()));
    }

    @Test
    void a_failing_history_shrinks_to_what_it_needs() {
        ModelDriver driver = new ModelDriver(Broken.ACK_CLEARS_LATER_EDIT);
        History failing = new Campaign(1, 100_000, () -> driver).failing().orElseThrow();
        Shrinker shrinker =
                new Shrinker(history -> !new Play(history, driver).violations().isEmpty(), 2000);
        History smallest = shrinker.shrink(failing);
        assertTrue(smallest.actions().size() <= 12, smallest::toString);
    }
}
