package org.tidemark.sync;

import java.lang.System.Logger.Level;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.TimeUnit;

/** Tells the log of something that does not answer: when it begins, then once a minute, and when it is over. Threadsafe. */
final class Outage {

    private static final long BETWEEN_MESSAGES = TimeUnit.MINUTES.toNanos(1);

    private final System.Logger log;
    private final String what;
    private Instant since;
    private long told;

    /** @param what does not answer, as the subject of a sentence */
    Outage(System.Logger log, String what) {
        this.log = log;
        this.what = what;
    }

    synchronized void failed(Throwable reason) {
        boolean begins = since == null;
        if (begins) {
            since = Instant.now();
        }
        if (begins || System.nanoTime() - told >= BETWEEN_MESSAGES) {
            told = System.nanoTime();
            log.log(Level.WARNING, what + " cannot be read since " + since + ": " + sentence(reason));
        }
    }

    synchronized void isOver() {
        if (since != null) {
            log.log(
                    Level.INFO,
                    what + " can be read again after "
                            + Duration.between(since, Instant.now()).toSeconds() + " s");
            since = null;
        }
    }

    /** The innermost message without what drivers add in further lines. */
    private static String sentence(Throwable reason) {
        Throwable cause = reason;
        while (cause.getCause() != null && cause.getCause() != cause) {
            cause = cause.getCause();
        }
        return String.valueOf(cause.getMessage()).lines().findFirst().orElse("").split("; SQL statement")[0];
    }
}
