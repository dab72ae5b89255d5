package org.tidemark.log;

import java.lang.System.Logger.Level;
import java.time.Duration;
import java.time.Instant;
import java.util.function.LongSupplier;

/**
 * Something that does not answer: since when, and whether it was seen lately. It tells the log when it begins, then
 * once a minute, and when it is over. Threadsafe.
 */
public final class Outage {

    /**
     * How long it counts that it was seen: the next look may hang on a dead connection while others would be answered.
     * Longer than a look takes that fails by a time limit, so that requests do not try in between.
     */
    static final Duration LASTS = Duration.ofSeconds(15);

    private static final long BETWEEN_MESSAGES = Duration.ofMinutes(1).toNanos();

    private final System.Logger log;
    private final LongSupplier clock;
    private final String what;

    /** Null while all is well. */
    private Instant since;

    private long began;
    private long seen;
    /** Since when no look was longer ago than it counts. */
    private long unbroken;

    private boolean isTold;
    private long told;

    /** @param what does not answer, as the subject of a sentence */
    public Outage(System.Logger log, String what) {
        this(log, System::nanoTime, what);
    }

    public Outage(System.Logger log, LongSupplier clock, String what) {
        this.log = log;
        this.clock = clock;
        this.what = what;
    }

    public void failed(Throwable reason) {
        failed(TroubleLog.reason(reason));
    }

    public synchronized void failed(String reason) {
        failed();
        if (!isTold || seen - told >= BETWEEN_MESSAGES) {
            isTold = true;
            told = seen;
            log.log(Level.WARNING, what + " cannot be read since " + since + ": " + reason);
        }
    }

    /** It is seen, and not worth a word yet. */
    public synchronized void failed() {
        long now = clock.getAsLong();
        if (!isNow()) {
            unbroken = now;
        }
        if (since == null) {
            since = Instant.now();
            began = now;
        }
        seen = now;
    }

    public synchronized void isOver() {
        if (isTold) {
            long seconds = Duration.ofNanos(clock.getAsLong() - began).toSeconds();
            log.log(Level.INFO, what + " can be read again after " + seconds + " s");
        }
        since = null;
        isTold = false;
    }

    public synchronized boolean isNow() {
        return since != null && clock.getAsLong() - seen < LASTS.toNanos();
    }

    /** Whether it lasts longer than that, so that nobody should wait for its end. */
    public synchronized boolean isNowFor(Duration patience) {
        return isNow() && clock.getAsLong() - unbroken > patience.toNanos();
    }
}
