package org.tidemark.sync.pull;

import org.tidemark.memory.Allowance;
import org.tidemark.memory.Weight;

/**
 * How far a page has come, by its bytes: thousands of records may be a few hundred kilobytes or many megabytes, which
 * nobody knows before. So a page is read in portions, and room for each is asked for before it is read. The first of a
 * collection is small, and the others are as large as those before let expect, but never so large that records of
 * another size than theirs could fill the memory. Without room for the first one the pull is refused; later the page
 * ends. Not threadsafe.
 */
final class PageSize {

    /** Of the records, as text. */
    static final long BYTES = 4L << 20;

    /** What a record may have while none of its collection has been seen. */
    private static final int GUESS = 2_000;

    private static final int FIRST = 10;
    private static final int LARGEST = 250;

    private final Allowance allowance;
    private int portion = FIRST;
    private boolean isEmpty = true;
    private long bytes;
    private long reserved;

    /** Of the current step: records of a collection are more alike than those of several. */
    private long records;

    private long bytesOfRecords;

    PageSize(Allowance allowance) {
        this.allowance = allowance;
    }

    /** What was read is thrown away. The memory that was asked for stays. */
    void empty() {
        isEmpty = true;
        bytes = 0;
        begin();
    }

    boolean isReached() {
        return bytes >= BYTES;
    }

    boolean isEmpty() {
        return isEmpty;
    }

    /** How many bytes it may still have. */
    long left() {
        return Math.max(0, BYTES - bytes);
    }

    /**
     * Whether it takes another record behind so many bytes that are not counted yet: the last one may go beyond the
     * end.
     */
    boolean takes(long uncounted) {
        return bytes + uncounted < BYTES;
    }

    /** What comes now is of another kind than before. */
    void begin() {
        portion = FIRST;
        records = 0;
        bytesOfRecords = 0;
    }

    /**
     * How many records to read next.
     *
     * @param most at most so many
     * @return 0 if the page ends here
     */
    int next(int most) {
        return next(most, BYTES);
    }

    /** The same, if no more than so many bytes are wanted: about as many. */
    int next(int most, long wanted) {
        if (isReached()) {
            return 0;
        }
        int next = Math.min(most, portion);
        if (records > 0) {
            next = (int) Math.min(next, wanted / Math.max(1, each()) * 5 / 4 + 1);
        }
        return reserve(next * each()) ? next : 0;
    }

    /** Asks for room for so many bytes more that are known; false if there is none. */
    boolean reserve(long more) {
        return reserveInAll(bytes + more);
    }

    /** So many records have come, of so many bytes together. */
    void count(int more, long moreBytes) {
        if (!reserve(moreBytes)) {
            bytes = BYTES; // what is here is sent; nothing more
            return;
        }
        isEmpty = false;
        bytes += moreBytes;
        records += more;
        bytesOfRecords += moreBytes;
        portion = (int) Math.max(1, Math.min(LARGEST, left() / Math.max(1, each())));
    }

    private long each() {
        return records == 0 ? GUESS : bytesOfRecords / records;
    }

    private boolean reserveInAll(long size) {
        long more = Weight.ofPage(size) - reserved;
        if (more <= 0) {
            return true;
        }
        if (isEmpty) {
            allowance.take(more);
        } else if (!allowance.grows(more)) {
            return false;
        }
        reserved += more;
        return true;
    }
}
