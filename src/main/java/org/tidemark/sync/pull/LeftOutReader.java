package org.tidemark.sync.pull;

import java.util.List;
import org.tidemark.mapping.CollectionRegistry;
import org.tidemark.mapping.SyncCollection;
import org.tidemark.sync.access.CallerRights;

/**
 * Tries again what earlier pulls left out, whatever its version is by now. What can be read is sent. What is not in its scope any more is
 * forgotten: a tombstone tells of it, or its new number does. What can still not be read stays. Of a scope that is lost, nothing is tried:
 * it will be dropped. Not threadsafe.
 */
final class LeftOutReader extends StepReader {

    private final RecordReader records;
    private final CollectionRegistry registry;
    private final LeftOut left;
    private final List<LeftOut.One> all;
    private int at;

    /** @param staying how many of those that were tried in this pass stay: it goes on behind them */
    LeftOutReader(
            PullPage page,
            RecordReader records,
            CollectionRegistry registry,
            CallerRights rights,
            LeftOut left,
            long staying) {
        super(page, staying);
        this.records = records;
        this.registry = registry;
        this.left = left;
        all = left.inOrder(registry.all().stream().map(SyncCollection::name).toList()).stream()
                .filter(one -> rights.mayRead(one.scope()))
                .toList();
        at = (int) Math.min(staying, all.size());
    }

    @Override
    boolean read() {
        return at == all.size()
                || page.inPortions(limit -> {
                    tryAgain(limit);
                    return at == all.size();
                });
    }

    private void tryAgain(int limit) {
        LeftOut.One first = all.get(at);
        List<LeftOut.One> some = all.subList(at, Math.min(all.size(), at + limit)).stream()
                .takeWhile(one ->
                        one.scope().equals(first.scope()) && one.collection().equals(first.collection()))
                .toList();
        Records held = records.held(
                registry.get(first.collection()),
                first.scope(),
                some.stream().map(LeftOut.One::id).toList());
        int before = left.size();
        int come = page.add(first.scope(), held, left);
        at += come;
        after(after() + come - (before - left.size()));
    }
}
