package org.tidemark.rest.events;

import java.util.HashMap;
import java.util.Map;
import java.util.function.LongSupplier;

/**
 * Lets whoever follows a scope hear of it at most once in a while: the first change at once, those that follow within
 * the while together at its end. With a thousand followers and twenty edits a second each edit would else be written
 * twenty thousand times a second, for clients that wait that long anyway before they ask. Threadsafe.
 */
final class EventThrottle {

    /** Tells the followers of a scope how far it has come. */
    interface Telling {
        void tell(String scope, long version);
    }

    /** Does something after so many milliseconds, on another thread. */
    interface Later {
        void run(Runnable work, long millis);
    }

    private static final long NOTHING = -1;

    private final Later later;
    private final Telling telling;
    /** The scopes that were told a while ago, with the newest version that they have reached since. */
    private final Map<String, Long> waiting = new HashMap<>();

    EventThrottle(Later later, Telling telling) {
        this.later = later;
        this.telling = telling;
    }

    /**
     * @param whileMillis for which nothing more is told; 0: this is told, and the next too. To count who follows costs
     *     something, so it is asked only where something is told.
     */
    void add(String scope, long version, LongSupplier whileMillis) {
        if (isWaiting(scope, version)) {
            return;
        }
        long millis = whileMillis.getAsLong();
        if (millis == 0 || isFirst(scope, version)) {
            tell(scope, version, millis);
        }
    }

    private synchronized boolean isWaiting(String scope, long version) {
        return waiting.computeIfPresent(scope, (same, before) -> Math.max(before, version)) != null;
    }

    private synchronized boolean isFirst(String scope, long version) {
        return !isWaiting(scope, version) && waiting.put(scope, NOTHING) == null;
    }

    private void tell(String scope, long version, long whileMillis) {
        if (whileMillis > 0) {
            // First, since a telling that fails must not be the last one.
            later.run(() -> goOn(scope, whileMillis), whileMillis);
        }
        telling.tell(scope, version);
    }

    private void goOn(String scope, long whileMillis) {
        long version = take(scope);
        if (version != NOTHING) {
            tell(scope, version, whileMillis);
        }
    }

    private synchronized long take(String scope) {
        long version = waiting.remove(scope);
        if (version != NOTHING) {
            waiting.put(scope, NOTHING);
        }
        return version;
    }
}
