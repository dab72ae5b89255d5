package org.tidemark.sync.pull;

import org.tidemark.sync.access.Allowance;

/**
 * How far a page has come, by its bytes: thousands of records may be a few hundred kilobytes or many megabytes, which nobody knows before. So
 * a page is read in portions, and room for each is asked for before it is read. The first is small, and the others are as large as those
 * before let expect. Without room for the first one the pull is refused; later the page ends. Not threadsafe.
 */
final class PageSize {

    /** Of the records, as text. */
    static final long BYTES = 4L << 20;

    /** A byte of a page is held as row, as text and as answer, while these grow. */
    private static final int BYTES_A_BYTE = 8;

    /** What a record may have while none has been seen. */
    private static final int GUESS = 2_000;

    private static final int FIRST = 50;
    private static final int FASTER = 8;

    private final Allowance allowance;
    private int portion = FIRST;
    private long records;
    private long bytes;
    private long reserved;

    PageSize(Allowance allowance) {
        this.allowance = allowance;
    }

    boolean isReached() {
        return bytes >= BYTES;
    }

    /**
     * How many records to read next.
     *
     * @param together what cannot be read apart: at least so many
     * @param most at most so many
     * @return 0 if the page ends here
     */
    int next(int together, int most) {
        if (isReached()) {
            return 0;
        }
        int next = Math.min(most, Math.max(together, portion - portion % together));
        long each = records == 0 ? GUESS : bytes / records;
        return reserve(bytes + next * each) ? next : 0;
    }

    /**
     * So many records have come.
     *
     * @param size of the page by now
     */
    void count(int more, long size) {
        if (!reserve(size)) {
            bytes = BYTES; // what is here is sent; nothing more
            return;
        }
        records += more;
        bytes = size;
        long fit = (BYTES - size) * records / Math.max(1, size);
        portion = (int) Math.max(1, Math.min(fit, (long) portion * FASTER));
    }

    private boolean reserve(long size) {
        long more = size * BYTES_A_BYTE - reserved;
        if (more <= 0) {
            return true;
        }
        if (records == 0) {
            allowance.take(more);
        } else if (!allowance.grows(more)) {
            return false;
        }
        reserved += more;
        return true;
    }
}
