package org.tidemark.health;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.tidemark.sync.clock.ScopeWatch;
import org.tidemark.sync.retry.DatabaseState;
import org.tidemark.triggers.TriggerCheck;
import org.tidemark.triggers.Triggers;

/**
 * Whether this node can synchronise. It repeats what the node has seen, which looks at the clocks each second: however
 * often somebody asks, the database has nothing to do.
 */
@ApplicationScoped
public class Readiness {

    /** A look that hangs says as much as one that fails. */
    private static final Duration LONGEST = Duration.ofSeconds(15);

    @Inject
    private DatabaseState database;

    @Inject
    private ScopeWatch clocks;

    @Inject
    private TriggerCheck triggers;

    /** What is asked for by name in docs/operating.md. */
    public List<Check> checks() {
        return List.of(database(), schema(), clocks(), triggers());
    }

    private Check database() {
        return new Check("tidemark-database", clocks.hasLooked() && !database.isAway(), Map.of());
    }

    private Check schema() {
        return new Check("tidemark-schema", clocks.tablesAreThere(), Map.of());
    }

    private Check clocks() {
        return clocks.sinceLastAnswer()
                .map(since -> new Check(
                        "tidemark-clocks", since.compareTo(LONGEST) < 0, Map.of("secondsAgo", since.toSeconds())))
                .orElse(new Check("tidemark-clocks", false, Map.of()));
    }

    /**
     * Always up: while a new version is brought in, the triggers are those of one version and the nodes of two. To take
     * the others away would be an outage; docs/operating.md has an alert instead.
     */
    private Check triggers() {
        return new Check(
                "tidemark-triggers",
                true,
                triggers.known().map(Readiness::counts).orElse(Map.of()));
    }

    private static Map<String, Long> counts(Triggers.Report report) {
        return Map.of(
                "covered", report.count(Triggers.State.COVERED),
                "outdated", report.count(Triggers.State.OUTDATED),
                "missing", report.count(Triggers.State.MISSING));
    }
}
