package org.tidemark.rest.events;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.tidemark.config.Setting;
import org.tidemark.protocol.Refusal;

/**
 * How many event streams are open, in all and by user: who opens streams makes the server hold something. Threadsafe.
 */
final class Seats {

    /** An open stream takes some 50 kB of the heap, most of it in the server's own buffers. */
    private static final int BYTES_A_STREAM = 50_000;

    /** The part of the heap that streams may take. */
    private static final int PART = 4;

    private static final Duration LATER = Duration.ofSeconds(30);

    private final int total;
    private final int perUser;
    private final Map<String, Integer> taken = new HashMap<>();
    private int all;

    Seats(int total, int perUser) {
        this.total = total;
        this.perUser = perUser;
    }

    /** As who runs the server wants it, or as the heap bears it. */
    static Seats asConfigured() {
        long heap = Runtime.getRuntime().maxMemory();
        int bearable = (int) Math.min(Integer.MAX_VALUE, heap / PART / BYTES_A_STREAM);
        return new Seats(Setting.STREAMS.number(bearable), Setting.STREAMS_OF_USER.number());
    }

    /** Refuses one more than there may be. */
    synchronized void take(String user) {
        if (all >= total) {
            throw Refusal.busy(LATER);
        }
        int before = taken.getOrDefault(user, 0);
        if (before >= perUser) {
            throw Refusal.tooMany(
                    "The user has " + perUser + " open event streams. Close some, or set tidemark.streams.user.",
                    LATER);
        }
        taken.put(user, before + 1);
        all += 1;
    }

    synchronized void leave(String user) {
        all -= 1;
        taken.computeIfPresent(user, (name, count) -> count == 1 ? null : count - 1);
    }

    synchronized int taken() {
        return all;
    }
}
