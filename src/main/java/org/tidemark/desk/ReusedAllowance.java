package org.tidemark.desk;

import org.tidemark.memory.Allowance;

/** One part of the memory for page after page: what a page has held, the next one holds. Not threadsafe. */
final class ReusedAllowance implements Allowance {

    private final Allowance of;
    private long held;
    private long used;

    ReusedAllowance(Allowance of) {
        this.of = of;
    }

    /** The page before is written. */
    void begin() {
        used = 0;
    }

    @Override
    public boolean grows(long bytes) {
        long more = used + bytes - held;
        if (more > 0) {
            if (!of.grows(more)) {
                return false;
            }
            held += more;
        }
        used += bytes;
        return true;
    }
}
