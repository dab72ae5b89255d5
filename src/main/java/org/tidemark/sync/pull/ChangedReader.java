package org.tidemark.sync.pull;

/**
 * Reads the records of a collection that changed in a scope up to a version, in the order of their versions. Not
 * threadsafe.
 */
final class ChangedReader extends StepReader {

    private final RecordReader records;
    private final PassStep step;
    private final LeftOut left;
    private final long upTo;

    ChangedReader(PullPage page, RecordReader records, PassStep step, LeftOut left, long after, long upTo) {
        super(page, after);
        this.records = records;
        this.step = step;
        this.left = left;
        this.upTo = upTo;
    }

    @Override
    boolean read() {
        return page.inPortions(limit -> {
            // A query with both bounds may not read in order.
            Records all = records.changed(step.collection(), step.scope(), after(), limit);
            Records some = all.upTo(upTo);
            int come = page.add(step.scope(), some, left);
            if (come > 0) {
                after(some.version(come - 1));
            }
            return all.endAt(upTo, limit) && come == some.size();
        });
    }
}
