package org.tidemark.sync.pull;

import jakarta.annotation.Resource;
import jakarta.enterprise.concurrent.ManagedExecutorService;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Supplier;
import org.tidemark.config.Setting;

/**
 * What first synchronisations were sent, for those that come after: many devices ask for the same records, and to read
 * and pack them is nearly all that the server does for them. What is kept is proved before it is sent, see
 * {@link CachedRange}. Threadsafe.
 *
 * <p>In memory, up to a number of mebibytes: {@code tidemark.ranges.mebibytes}, 32 unless told, 0 to keep none. What is
 * full takes nothing until something is too old, so that one who reads more than there is room for does not drive out
 * what others share. Old is what SQL past Tidemark's back may have changed without a number: a device that starts anew
 * for that reason shall see it.
 */
@ApplicationScoped
public class RangeCache {

    /**
     * So many records make a range: more would be read again when one of them changes, fewer would be counted more
     * often.
     */
    private static final int RECORDS = 1000;

    /** Of its text: a range ends by its bytes as well, since a page cannot send less than one. */
    static final long BYTES = PageSize.BYTES / 4;

    private static final Duration KEPT = Duration.ofMinutes(10);
    /** About what an entry takes beside its text. */
    private static final int OVERHEAD = 300;

    /** Where a range begins. A restored database has another epoch: it may give numbers again. */
    record Start(UUID epoch, String scope, String collection, long after) {

        Start after(long version) {
            return new Start(epoch, scope, collection, version);
        }
    }

    private record Kept(CachedRange range, Instant since) {

        long size() {
            return range.records().size() + (long) OVERHEAD;
        }
    }

    /** Null outside a container. */
    @Resource
    private ManagedExecutorService executor;

    /** The oldest first. */
    private final Map<Start, Kept> kept = new LinkedHashMap<>();

    private final int records;
    private final long room;
    private final Supplier<Instant> now;
    private long size;

    public RangeCache() {
        this(RECORDS, Setting.RANGE_MEBIBYTES.number() * 1024L * 1024L, Instant::now);
    }

    public RangeCache(int records, long room, Supplier<Instant> now) {
        this.records = records;
        this.room = room;
        this.now = now;
    }

    int records() {
        return records;
    }

    /**
     * Those that follow each other from there, up to a version; not proved yet.
     *
     * @param records of at most so many records
     * @param bytes of at most so many bytes; the first one may have more
     */
    synchronized List<CachedRange> from(Start start, long upTo, int records, long bytes) {
        letGoOfOld();
        List<CachedRange> chain = new ArrayList<>();
        int left = records;
        long leftBytes = bytes;
        for (Kept next = kept.get(start); next != null; next = kept.get(start.after(next.range.upTo()))) {
            left -= next.range.count();
            leftBytes -= next.range.records().length();
            if (left < 0 || leftBytes < 0 && !chain.isEmpty() || next.range.upTo() > upTo) {
                break;
            }
            chain.add(next.range);
        }
        return chain;
    }

    /** Keeps it when it is packed. Another thread packs it, while the next one is read. */
    void keep(Start start, CachedRange range) {
        if (executor == null) {
            packAndKeep(start, range);
            return;
        }
        try {
            executor.execute(() -> packAndKeep(start, range));
        } catch (RejectedExecutionException busy) {
            // Who sends it packs it, and nobody keeps it.
            letGo(start);
        }
    }

    private void packAndKeep(Start start, CachedRange range) {
        range.records().pack();
        store(start, range);
    }

    private synchronized void store(Start start, CachedRange range) {
        letGo(start);
        letGoOfOld();
        var one = new Kept(range, now.get());
        if (size + one.size() <= room) {
            kept.put(start, one);
            size += one.size();
        }
    }

    synchronized void letGo(Start start) {
        Kept gone = kept.remove(start);
        if (gone != null) {
            size -= gone.size();
        }
    }

    private void letGoOfOld() {
        Instant oldest = now.get().minus(KEPT);
        Iterator<Kept> all = kept.values().iterator();
        while (all.hasNext()) {
            Kept one = all.next();
            if (!one.since.isBefore(oldest)) {
                return;
            }
            all.remove();
            size -= one.size();
        }
    }
}
