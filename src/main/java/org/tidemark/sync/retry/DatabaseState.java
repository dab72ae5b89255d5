package org.tidemark.sync.retry;

import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import org.tidemark.log.Outage;

/**
 * Whether the database answers, as the one who looks each second knows. Else each request would find out for itself,
 * many times, and servers write a trace for each. Threadsafe.
 */
@ApplicationScoped
public class DatabaseState {

    private static final System.Logger LOG = System.getLogger(DatabaseState.class.getName());

    private final Outage outage =
            new Outage(LOG, "The table tidemark_clock, which Tidemark's scripts make (docs/adopting.md),");

    public void answers() {
        outage.isOver();
    }

    public void isSilent(Throwable reason) {
        outage.failed(reason);
    }

    public void isSilent(String reason) {
        outage.failed(reason);
    }

    /** For a reason that the log need not hear of yet. */
    public void isSilent() {
        outage.failed();
    }

    public boolean isAway() {
        return outage.isNow();
    }

    boolean isAwayFor(Duration patience) {
        return outage.isNowFor(patience);
    }
}
