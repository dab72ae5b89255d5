package org.tidemark.sync.retry;

import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

/**
 * Whether the database answers, as the one who looks each second knows. Else each request would find out for itself, many times, and
 * servers write a trace for each. What was seen last counts for a while: a look may hang on a dead connection while others would
 * be answered. Threadsafe.
 */
@ApplicationScoped
public class DatabaseState {

    /** Longer than a look takes that fails by a time limit, so that requests do not try in between. */
    static final Duration LASTS = Duration.ofSeconds(15);

    private final InstantSource time;
    private volatile Outage outage;

    private record Outage(Instant since, Instant seen) {}

    public DatabaseState() {
        this(InstantSource.system());
    }

    DatabaseState(InstantSource time) {
        this.time = time;
    }

    public void answers() {
        outage = null;
    }

    public void isSilent() {
        Instant now = time.instant();
        Outage last = outage;
        outage = new Outage(last != null && isAway() ? last.since() : now, now);
    }

    boolean isAway() {
        Outage last = outage;
        return last != null && last.seen().plus(LASTS).isAfter(time.instant());
    }

    /** Whether it has been away for longer than that, so that nobody should wait for it. */
    boolean isAwayFor(Duration patience) {
        Outage last = outage;
        return isAway() && last != null && last.since().plus(patience).isBefore(time.instant());
    }
}
