package org.tidemark.sync.retry;

import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.time.Instant;

/**
 * Whether the database answers, as the one who looks each second knows. Else each request would find out for itself, many times, and
 * servers write a trace for each. Threadsafe.
 */
@ApplicationScoped
public class DatabaseState {

    private volatile Instant awaySince;

    public void answers() {
        awaySince = null;
    }

    public void isSilent() {
        if (awaySince == null) {
            awaySince = Instant.now();
        }
    }

    boolean isAway() {
        return awaySince != null;
    }

    /** Whether it has been away for longer than that, so that nobody should wait for it. */
    boolean isAwayFor(Duration patience) {
        Instant since = awaySince;
        return since != null && since.plus(patience).isBefore(Instant.now());
    }
}
