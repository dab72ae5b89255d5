package org.tidemark.sync.pull;

import jakarta.persistence.EntityManager;
import java.util.ArrayList;
import java.util.List;
import org.tidemark.json.JsonWriter;
import org.tidemark.mapping.SyncCollection;

/**
 * Reads the records of a collection in a scope from the beginning, by ranges. Those that are kept are proved by one
 * count of all; only if that is not what they had together, each is counted, and read again where it lost something.
 * Not threadsafe.
 */
final class RangeReader extends StepReader {

    private final EntityManager em;
    private final RecordReader records;
    private final RangeCache kept;
    private final SyncCollection collection;
    private final RangeCache.Start beginning;
    private final long clock;
    private final PageSize size;

    /**
     * Some of the records. None, where there is no room for a whole range and there are more than the room takes.
     *
     * @param rest what came after the ranges and is too little for one
     * @param isAtEnd whether there are no more
     */
    record Read(List<CachedRange> ranges, Rest rest, boolean isAtEnd) {

        static final Read NONE = new Read(List.of(), Rest.NONE, false);

        boolean isEmpty() {
            return ranges.isEmpty() && rest.count() == 0;
        }

        long upTo() {
            return rest.count() > 0
                    ? rest.upTo()
                    : ranges.get(ranges.size() - 1).upTo();
        }
    }

    record Rest(JsonWriter records, int count, long upTo) {

        static final Rest NONE = new Rest(null, 0, 0);
    }

    /**
     * @param page what is read is counted there
     * @param records reads what is not kept
     * @param beginning how far earlier pages have come
     * @param clock of the scope when the round began: what is numbered up to there is committed, and nothing above is
     *     read
     */
    RangeReader(
            PullPage page,
            EntityManager em,
            RecordReader records,
            RangeCache kept,
            SyncCollection collection,
            RangeCache.Start beginning,
            long clock) {
        super(page, beginning.after());
        this.em = em;
        this.records = records;
        this.kept = kept;
        this.collection = collection;
        this.beginning = beginning;
        this.clock = clock;
        this.size = page.size();
    }

    @Override
    boolean read() {
        while (page.room() > 0) {
            Read read = read(after(), page.room());
            if (!read.isEmpty()) {
                page.add(beginning.scope(), collection.name(), read);
                after(read.upTo());
            }
            if (read.isAtEnd() || read.isEmpty()) {
                return read.isAtEnd();
            }
        }
        return false;
    }

    /**
     * Reads on: the ranges that are kept, or one that is not. A page that is nearly full ends here: what it could take
     * of a range would be a range of its own for all who come later.
     *
     * @param room for how many records there is room
     */
    private Read read(long after, int room) {
        if (!size.isEmpty() && size.left() < RangeCache.BYTES) {
            return Read.NONE;
        }
        List<CachedRange> chain = kept.from(beginning.after(after), clock, room, size.left());
        if (!chain.isEmpty() && !size.reserve(bytes(chain))) {
            return Read.NONE;
        }
        List<CachedRange> known = proved(chain);
        if (!known.isEmpty()) {
            size.count(known.stream().mapToInt(CachedRange::count).sum(), bytes(known));
            return new Read(known, Rest.NONE, false);
        }
        return readAnew(after, room);
    }

    /** Reads in portions until there are enough records or bytes for a range. */
    private Read readAnew(long after, int room) {
        var json = new JsonWriter();
        int most = Math.min(room, kept.records());
        int count = 0;
        long upTo = after;
        boolean isAtEnd = false;
        boolean isFull = false;
        while (!isAtEnd && !isFull && count < most) {
            int limit = size.next(most - count, RangeCache.BYTES - json.size());
            if (limit == 0) {
                break;
            }
            Records all = records.changed(collection, beginning.scope(), upTo, limit);
            Records rows = all.upTo(clock);
            long before = json.size();
            int taken = 0;
            while (taken < rows.size() && json.size() < RangeCache.BYTES) {
                rows.write(taken++, json);
            }
            if (taken > 0) {
                upTo = rows.version(taken - 1);
                count += taken;
                size.count(taken, json.size() - before);
            }
            isFull = json.size() >= RangeCache.BYTES;
            isAtEnd = all.endAt(clock, limit) && taken == rows.size();
        }
        if (isFull || count == kept.records()) {
            return new Read(List.of(keep(after, upTo, count, json)), Rest.NONE, isAtEnd);
        }
        if (count == room && room < kept.records() && !isAtEnd) {
            return Read.NONE;
        }
        return new Read(List.of(), new Rest(json, count, upTo), isAtEnd);
    }

    private static long bytes(List<CachedRange> ranges) {
        return ranges.stream().mapToLong(range -> range.records().length()).sum();
    }

    private List<CachedRange> proved(List<CachedRange> ranges) {
        if (ranges.isEmpty()) {
            return ranges;
        }
        int count = ranges.stream().mapToInt(CachedRange::count).sum();
        if (count(ranges.get(0).after(), ranges.get(ranges.size() - 1).upTo()) == count) {
            return ranges;
        }
        List<CachedRange> proved = new ArrayList<>();
        for (CachedRange range : ranges) {
            CachedRange now = count(range.after(), range.upTo()) == range.count() ? range : again(range);
            if (now == null) {
                break;
            }
            proved.add(now);
        }
        return proved;
    }

    private long count(long after, long upTo) {
        return collection.rows().count(em, beginning.scope(), after, upTo);
    }

    /**
     * A range that lost records, as it is now; null if it lost so many that its place is better taken by those that
     * follow.
     */
    private CachedRange again(CachedRange range) {
        Records rows = records.inRange(collection, beginning.scope(), range.after(), range.upTo());
        var json = new JsonWriter();
        for (int i = 0; i < rows.size(); i++) {
            rows.write(i, json);
        }
        if (rows.size() < kept.records() / 2 && json.size() < RangeCache.BYTES / 2) {
            kept.letGo(beginning.after(range.after()));
            return null;
        }
        return keep(range.after(), range.upTo(), rows.size(), json);
    }

    private CachedRange keep(long after, long upTo, int count, JsonWriter json) {
        var range = new CachedRange(after, upTo, count, json.chunk());
        kept.keep(beginning.after(after), range);
        return range;
    }
}
