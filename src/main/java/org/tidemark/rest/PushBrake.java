package org.tidemark.rest;

import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;
import java.util.function.LongSupplier;
import org.tidemark.config.Setting;
import org.tidemark.protocol.Refusal;

/**
 * How many pushes a second a replica may send: all of one wait for the same row, each with a connection to the
 * database. A device that has been away for weeks sends some hundreds at once, so that the pushes of ten seconds may
 * come together. Each node counts its own, and remembers so many replicas. Threadsafe.
 */
@ApplicationScoped
public class PushBrake {

    private static final int SECONDS_AT_ONCE = 10;
    private static final int MOST = 10_000;

    /** What is left at a time. */
    private record Budget(double pushes, long nanos) {}

    private final LongSupplier clock;
    private final int perSecond;
    private final Map<String, Budget> budgets = new LinkedHashMap<>(16, 0.75f, true) {

        private static final long serialVersionUID = 1;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Budget> eldest) {
            return size() > MOST;
        }
    };

    public PushBrake() {
        this(System::nanoTime, Setting.PUSHES_A_SECOND.number());
    }

    PushBrake(LongSupplier clock, int perSecond) {
        this.clock = clock;
        this.perSecond = perSecond;
    }

    /** Refuses one too many. By the user, too: nobody uses up what another one's replica may send. */
    public synchronized void take(String user, UUID replica) {
        String key = replica + user;
        long now = clock.getAsLong();
        double most = (double) perSecond * SECONDS_AT_ONCE;
        Budget before = budgets.getOrDefault(key, new Budget(most, now));
        double left = Math.min(
                most,
                before.pushes
                        + (now - before.nanos)
                                * (double) perSecond
                                / Duration.ofSeconds(1).toNanos());
        if (left < 1) {
            throw Refusal.tooMany(
                    "The replica sends more than " + perSecond + " pushes a second. Whoever runs the server may raise"
                            + " tidemark.pushes.second.",
                    Refusal.SOON);
        }
        budgets.put(key, new Budget(left - 1, now));
    }
}
