package org.tidemark.log;

import java.lang.System.Logger.Level;
import java.time.Duration;
import java.time.Instant;
import java.util.function.LongSupplier;

/** Tells the log of something that does not answer: when it begins, then once a minute, and when it is over. Threadsafe. */
public final class Outage {

    private static final long BETWEEN_MESSAGES = Duration.ofMinutes(1).toNanos();

    private final System.Logger log;
    private final LongSupplier clock;
    private final String what;
    private Instant since;
    private long began;
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
        long now = clock.getAsLong();
        boolean begins = since == null;
        if (begins) {
            since = Instant.now();
            began = now;
        }
        if (begins || now - told >= BETWEEN_MESSAGES) {
            told = now;
            log.log(Level.WARNING, what + " cannot be read since " + since + ": " + reason);
        }
    }

    public synchronized void isOver() {
        if (since != null) {
            long seconds = Duration.ofNanos(clock.getAsLong() - began).toSeconds();
            log.log(Level.INFO, what + " can be read again after " + seconds + " s");
            since = null;
        }
    }
}
