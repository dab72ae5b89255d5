package org.tidemark.sync.pull;

/** Reads the records of a collection that changed in a scope, in the order of their versions. Not threadsafe. */
final class ChangedReader extends StepReader {

    private final RecordReader records;
    private final PassStep step;
    private final LeftOut left;

    ChangedReader(PullPage page, RecordReader records, PassStep step, LeftOut left, long after) {
        super(page, after);
        this.records = records;
        this.step = step;
        this.left = left;
    }

    @Override
    boolean read() {
        return page.inPortions(limit -> {
            Records some = records.changed(step.collection(), step.scope(), after(), limit);
            int come = page.add(step.scope(), some, left);
            if (come > 0) {
                after(some.version(come - 1));
            }
            return some.size() < limit && come == some.size();
        });
    }
}
