package org.tidemark.sync.pull;

import jakarta.persistence.EntityManager;
import java.util.ArrayList;
import java.util.List;
import org.tidemark.json.JsonWriter;
import org.tidemark.mapping.SyncCollection;
import org.tidemark.mapping.field.PullProjection;

/**
 * Reads the records of a collection in a scope from the beginning, by ranges. Those that are kept are proved by one count of all; only if
 * that is not what they had together, each is counted, and read again where it lost something. Not threadsafe.
 */
final class RangeReader {

    private final EntityManager em;
    private final RangeCache kept;
    private final SyncCollection collection;
    private final RangeCache.Start beginning;
    private final long clock;

    /**
     * Some of the records. None, where there is no room for a whole range and there are more than the room takes.
     *
     * @param rest rows that came after the ranges and are no range, since they are too few or numbered while the pass runs
     * @param isAtEnd whether there are no more
     */
    record Read(List<CachedRange> ranges, List<Object[]> rest, boolean isAtEnd) {

        boolean isEmpty() {
            return ranges.isEmpty() && rest.isEmpty();
        }
    }

    /** @param clock of the scope when the pass began: what is numbered up to there is committed, and no range ends above */
    RangeReader(EntityManager em, RangeCache kept, SyncCollection collection, RangeCache.Start beginning, long clock) {
        this.em = em;
        this.kept = kept;
        this.collection = collection;
        this.beginning = beginning;
        this.clock = clock;
    }

    /** @param room for how many records there is room */
    Read read(long after, int room) {
        List<CachedRange> known = proved(kept.from(beginning.after(after), clock, room));
        if (!known.isEmpty()) {
            return new Read(known, List.of(), false);
        }
        int records = kept.records();
        int limit = room < records ? room : room - room % records;
        List<Object[]> rows = PullProjection.rows(
                collection.changed(em, beginning.scope(), after).setMaxResults(limit));
        boolean isAtEnd = rows.size() < limit;
        if (limit < records && !isAtEnd) {
            return new Read(List.of(), List.of(), false);
        }
        List<CachedRange> ranges = new ArrayList<>();
        int at = 0;
        for (long from = after; at + records <= rows.size(); at += records) {
            List<Object[]> some = rows.subList(at, at + records);
            long upTo = version(some.get(records - 1));
            if (upTo > clock) {
                break;
            }
            ranges.add(keep(from, upTo, some));
            from = upTo;
        }
        return new Read(ranges, rows.subList(at, rows.size()), isAtEnd);
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
        return collection.count(em, beginning.scope(), after, upTo);
    }

    /** A range that lost records, as it is now; null if it lost so many that its place is better taken by those that follow. */
    private CachedRange again(CachedRange range) {
        List<Object[]> rows =
                PullProjection.rows(collection.inRange(em, beginning.scope(), range.after(), range.upTo()));
        if (rows.size() < kept.records() / 2) {
            kept.letGo(beginning.after(range.after()));
            return null;
        }
        return keep(range.after(), range.upTo(), rows);
    }

    private CachedRange keep(long after, long upTo, List<Object[]> rows) {
        var json = new JsonWriter();
        var elements = collection.elements(em, rows);
        rows.forEach(row -> collection.write(row, elements, json));
        var range = new CachedRange(after, upTo, rows.size(), json.packed());
        kept.keep(beginning.after(after), range);
        return range;
    }

    private static long version(Object[] row) {
        return (long) row[1];
    }
}
