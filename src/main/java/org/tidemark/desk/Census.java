package org.tidemark.desk;

import jakarta.annotation.PostConstruct;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.ToLongFunction;
import org.tidemark.desk.Counting.Counted;
import org.tidemark.log.TroubleLog;
import org.tidemark.metrics.Meters;
import org.tidemark.sync.clock.ScopeWatch;
import org.tidemark.triggers.TriggerCheck;
import org.tidemark.triggers.Triggers;

/**
 * What the database holds, as gauges: counted when somebody asks for the metrics, and not again for a while.
 * Threadsafe.
 */
@ApplicationScoped
public class Census {

    private static final TroubleLog TROUBLE = new TroubleLog(Census.class);
    private static final long PAUSE = Duration.ofSeconds(15).toNanos();
    private static final String REPLICAS = "Replicas by when they last synchronised, to the hour";

    @Inject
    private Counting counting;

    @Inject
    private ScopeWatch clocks;

    @Inject
    private TriggerCheck triggers;

    private final AtomicBoolean isCounting = new AtomicBoolean();
    private volatile Counted counted;
    private volatile long at;

    @PostConstruct
    void begin() {
        gauge("tidemark.replicas", REPLICAS, Counted::withinDay, "last_sync", "within-day");
        gauge("tidemark.replicas", REPLICAS, Counted::withinWeek, "last_sync", "within-week");
        gauge("tidemark.replicas", REPLICAS, Counted::longerAgo, "last_sync", "longer-ago");
        gauge("tidemark.replica.lag", "Changes that the replica furthest behind has not read", Counted::lag);
        gauge("tidemark.conflicts.open", "Conflicts that wait for a decision", Counted::open);
        gauge("tidemark.conflicts.oldest.seconds", "How long the oldest has waited", Counted::oldestSeconds);
        Meters.gauge(
                "tidemark.database.age.seconds",
                "Since this node last read the clocks in the database",
                () -> clocks.sinceLastAnswer().map(Duration::toSeconds).orElse(null));
        for (Triggers.State state : Triggers.State.values()) {
            Meters.gauge(
                    "tidemark.triggers",
                    "Tables by the state of their triggers",
                    () -> triggers.known().map(report -> report.count(state)).orElse(null),
                    "state",
                    state.name().toLowerCase(Locale.ROOT));
        }
    }

    private void gauge(String name, String description, ToLongFunction<Counted> part, String... tags) {
        Meters.gauge(name, description, () -> counted == null ? null : part.applyAsLong(counted), tags);
    }

    /** Counts, unless that was done a moment ago, or is being done. */
    public void take() {
        boolean isOld = counted == null || System.nanoTime() - at > PAUSE;
        if (!isOld || !isCounting.compareAndSet(false, true)) {
            return;
        }
        try {
            counted = counting.count();
        } catch (RuntimeException databaseIsAway) {
            counted = null;
            TROUBLE.warnOnce("census", "the replicas and conflicts cannot be counted", databaseIsAway);
        } finally {
            at = System.nanoTime();
            isCounting.set(false);
        }
    }
}
