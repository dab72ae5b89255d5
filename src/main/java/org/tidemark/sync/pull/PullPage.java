package org.tidemark.sync.pull;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.IntPredicate;
import org.tidemark.protocol.PullResult;
import org.tidemark.protocol.PullResult.Scope;
import org.tidemark.protocol.PullResult.Settled;

/**
 * A page while it is filled. It has room for so many records and removals, ends by its bytes as well, and where there
 * is no memory for more of it: see {@link PageSize}. Not threadsafe.
 */
final class PullPage {

    private static final int BYTES_OF_REMOVED = 64;
    private static final int BYTES_OF_SETTLED = 256;

    private final Map<String, Scope> scopes = new LinkedHashMap<>();
    private final List<Settled> settled = new ArrayList<>();
    private final PageSize size;
    private final int most;
    private int room;

    PullPage(PageSize size, int room) {
        this.size = size;
        this.most = room;
        this.room = room;
    }

    /** How many records and removals it has. */
    int count() {
        return most - room;
    }

    /** How many more records it may have. */
    int room() {
        return room;
    }

    PageSize size() {
        return size;
    }

    boolean isFull() {
        return room <= 0 || size.isReached();
    }

    /**
     * Reads in portions while there is room.
     *
     * @param some reads the next, at most so many; returns whether there are no more
     * @return whether there are no more
     */
    boolean inPortions(IntPredicate some) {
        for (int limit = size.next(room); limit > 0; limit = size.next(room)) {
            if (some.test(limit)) {
                return true;
            }
        }
        return false;
    }

    /**
     * Adds the records that it has bytes for. What cannot be read is left out.
     *
     * @return how many it has come to
     */
    int add(String scope, Records some, LeftOut left) {
        long before = bytes(scope);
        int come = 0;
        while (come < some.size() && size.takes(bytes(scope) - before)) {
            int next = come++;
            var one = new LeftOut.One(scope, some.collection().name(), some.id(next));
            if (some.isUnreadable(next)) {
                left.add(one);
                continue;
            }
            if (some.isThere(next)) {
                scope(scope).upserted(one.collection(), json -> some.write(next, json));
            }
            left.remove(one);
        }
        room -= come;
        size.count(come, bytes(scope) - before);
        return come;
    }

    /** Adds whole ranges. They are counted already. */
    void add(String scope, String collection, RangeReader.Read read) {
        for (CachedRange range : read.ranges()) {
            scope(scope).upserted(collection, range.records(), range.count());
            room -= range.count();
        }
        RangeReader.Rest rest = read.rest();
        if (rest.count() > 0) {
            scope(scope).upserted(collection, rest.records(), rest.count());
            room -= rest.count();
        }
    }

    /** @param tombstones ids and collections */
    void remove(String scope, List<Object[]> tombstones) {
        for (Object[] row : tombstones) {
            scope(scope).removed((String) row[2], (UUID) row[0]);
        }
        room -= tombstones.size();
        size.count(tombstones.size(), (long) tombstones.size() * BYTES_OF_REMOVED);
    }

    /** Closed conflicts need no room among the records. */
    void settle(List<Settled> some) {
        settled.addAll(some);
        size.count(some.size(), (long) some.size() * BYTES_OF_SETTLED);
    }

    /** All that it has of a scope. */
    Scope scope(String name) {
        return scopes.computeIfAbsent(name, Scope::new);
    }

    private long bytes(String scope) {
        return scopes.containsKey(scope) ? scope(scope).size() : 0;
    }

    PullResult result(PullCursor cursor, boolean more, Map<String, Long> upTo) {
        return new PullResult(cursor.text(), more, List.copyOf(scopes.values()), List.copyOf(settled), upTo);
    }
}
