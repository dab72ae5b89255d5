package org.tidemark.sync.retry;

import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Supplier;
import org.tidemark.metrics.Meters;
import org.tidemark.protocol.Refusal;

/**
 * Does a transaction again when the database refused it for the moment: a deadlock, a serialisation failure, a lock
 * that somebody held for long, a connection that broke. While the database is known to be away it is not asked.
 * Bounded; after that the caller hears {@code busy}.
 */
@Dependent
public class Retry {

    private static final System.Logger LOG = System.getLogger(Retry.class.getName());
    public static final int ATTEMPTS = 15;
    private static final long FIRST_PAUSE_MS = 10;
    private static final long LONGEST_PAUSE_MS = 500;

    /** Who waits that long has waited for what a restart takes. */
    private static final Duration LONGEST_RESTART = Duration.ofSeconds(5);

    @Inject
    private MissingRows rows;

    @Inject
    private DatabaseState database;

    /** Calls the work, which begins a transaction of its own each time. */
    public <T> T call(Supplier<T> work) {
        long pause = FIRST_PAUSE_MS;
        for (int attempt = 1; attempt <= ATTEMPTS; attempt++) {
            if (database.isAway()) {
                if (database.isAwayFor(LONGEST_RESTART)) {
                    throw Refusal.waitsForDatabase(DatabaseRefusedException.RETRY_AFTER);
                }
                sleep(LONGEST_PAUSE_MS);
                continue;
            }
            try {
                return work.get();
            } catch (MissingRowException e) {
                Meters.retried("missing-row", 1);
                insert(e);
            } catch (UnnumberedWritesException e) {
                Meters.retried("unnumbered-writes", 1);
                LOG.log(System.Logger.Level.DEBUG, "attempt {0}: {1}", attempt, e.getMessage());
            } catch (Exception e) { // a container may let a checked one through, of a commit that failed
                RuntimeException reason = DatabaseRefusedException.of(e);
                if (!(reason instanceof DatabaseRefusedException refused) || !refused.isTransient()) {
                    throw reason;
                }
                Meters.retried("transient", 1);
                LOG.log(System.Logger.Level.DEBUG, "attempt {0}: {1}", attempt, reason.getMessage());
                sleep(pause);
                pause = Math.min(2 * pause, LONGEST_PAUSE_MS);
            }
        }
        throw Refusal.busy(DatabaseRefusedException.RETRY_AFTER);
    }

    /**
     * Inserts what is missing, in a transaction of its own. It does no harm if somebody else was faster, and nothing
     * else that the database forbids passes for that.
     */
    public void insert(MissingRowException missing) {
        try {
            rows.insert(missing);
        } catch (Exception e) {
            RuntimeException reason = DatabaseRefusedException.of(e);
            boolean there =
                    reason instanceof DatabaseRefusedException refused && (refused.isTaken() || refused.isTransient());
            if (!there) {
                throw reason;
            }
        }
    }

    /** Half of the pause and a random part of the other: two that met once should not meet again. */
    private static void sleep(long pause) {
        try {
            Thread.sleep(pause / 2 + ThreadLocalRandom.current().nextLong(pause / 2 + 1));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw Refusal.busy(DatabaseRefusedException.RETRY_AFTER);
        }
    }
}
