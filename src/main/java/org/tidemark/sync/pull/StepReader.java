package org.tidemark.sync.pull;

/** Reads one step of a pass into a page. Not threadsafe. */
abstract class StepReader {

    final PullPage page;
    private long after;

    /** @param after how far earlier pages have come */
    StepReader(PullPage page, long after) {
        this.page = page;
        this.after = after;
    }

    /** Reads on while the page has room; returns whether the step is at its end. */
    abstract boolean read();

    /** How far it has come: where the next page goes on. For most steps, a version. */
    final long after() {
        return after;
    }

    final void after(long now) {
        after = now;
    }
}
