package org.tidemark.rest.events;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import org.tidemark.sync.LivePull;
import org.tidemark.sync.Position;

/**
 * How far the replica of a stream has come, as far as this node knows, and what it has not been told since. Its own
 * requests tell; a page that was sent moves it on. If the client does not take that, its next request tells. One page
 * is read at a time. Threadsafe.
 */
final class Whereabouts {

    private Position position;
    /** The position is behind a page that was sent: who asks from there has read it. */
    private boolean isByPage;

    /** How many of its requests are being answered. */
    private int asking;

    private boolean isReading;
    private final Map<String, Long> news = new HashMap<>();

    /** What becomes of news. */
    enum Way {
        /** A hint has to do. */
        HINT,
        /** The page that is being read is followed by another. */
        WAIT,
        /** A page is to be read. */
        READ
    }

    synchronized void asks() {
        asking += 1;
    }

    synchronized void isAnswered() {
        asking -= 1;
    }

    /**
     * The replica has asked from this cursor, and was answered.
     *
     * @param now null if the pass goes on
     * @return whether it has read what the stream has sent: else it could not know this cursor
     */
    synchronized boolean standsAt(String asked, Position now) {
        boolean hasRead = isByPage && position.cursor().equals(asked);
        position = now;
        isByPage = false;
        return hasRead;
    }

    /** What a request brings that is being answered, no page knows. */
    synchronized Way wayOf(String scope, long version) {
        if (position == null || asking > 0) {
            return Way.HINT;
        }
        news.merge(scope, version, Math::max);
        if (isReading) {
            return Way.WAIT;
        }
        isReading = true;
        return Way.READ;
    }

    /** Where to read on from; empty if that is not known any more. */
    synchronized Optional<Position> from() {
        return asking > 0 ? Optional.empty() : Optional.ofNullable(position);
    }

    /**
     * Sends what was read, unless the replica has asked meanwhile.
     *
     * @param send false: the stream does not take it
     * @return whether it was sent; then {@link #hasMore} tells how to go on, else {@link #giveUp} does
     */
    synchronized boolean isSent(Position from, LivePull.Brought brought, Predicate<String> send) {
        if (asking > 0 || position != from || !send.test(brought.page().toJson())) {
            return false;
        }
        position = brought.next();
        isByPage = true;
        Map<String, Long> seen = brought.page().answer().pull().seen();
        news.entrySet().removeIf(told -> told.getValue() <= seen.getOrDefault(told.getKey(), 0L));
        return true;
    }

    /** Whether another page is to be read; if not, the next news begin anew. */
    synchronized boolean hasMore() {
        isReading = !news.isEmpty();
        return isReading;
    }

    /** No page will be read: what was to be told, for hints. */
    synchronized Map<String, Long> giveUp() {
        isReading = false;
        Map<String, Long> left = Map.copyOf(news);
        news.clear();
        return left;
    }
}
