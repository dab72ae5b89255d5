package org.tidemark.sync.pull;

import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;
import org.tidemark.mapping.CollectionRegistry;
import org.tidemark.mapping.SyncCollection;
import org.tidemark.sync.access.CallerRights;

/**
 * Tries again what earlier pulls left out, whatever its version is by now. What can be read is sent. What is not in its
 * scope any more is forgotten: a tombstone tells of it, or its new number does. What can still not be read stays. Of a
 * scope that is lost, nothing is tried: it will be dropped.
 *
 * <p>Each that fails costs some queries. When enough have failed, the next round goes on behind them: what was mended
 * comes with it, or, if a thousand were left out, some dozens of pulls later. What has a new number since comes by that
 * at once. Not threadsafe.
 */
final class LeftOutReader extends StepReader {

    /** How many of them a round may find that can still not be read. */
    static final int ENOUGH = 20;

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
        boolean isOver = isOver()
                || page.inPortions(limit -> {
                    tryAgain(limit);
                    return isOver();
                });
        if (isOver) {
            List<LeftOut.One> rest = all.subList(at, all.size());
            left.goOnFrom(rest.isEmpty() ? null : rest.get(0));
            forgetGone(rest);
        }
        return isOver;
    }

    private boolean isOver() {
        return at == all.size() || after() >= ENOUGH;
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
                some.stream().map(LeftOut.One::id).toList(),
                (int) (ENOUGH - after()));
        int before = left.size();
        int come = page.add(first.scope(), held, left);
        at += come;
        after(after() + come - (before - left.size()));
    }

    /** A cursor has room for so many: none of it is for what could not be tried again. */
    private void forgetGone(List<LeftOut.One> rest) {
        rest.stream().collect(Collectors.groupingBy(LeftOut.One::collection)).forEach((collection, some) -> {
            Map<UUID, String> scopes = records.scopes(
                    registry.get(collection), some.stream().map(LeftOut.One::id).toList());
            some.stream()
                    .filter(one -> !one.scope().equals(scopes.get(one.id())))
                    .forEach(left::remove);
        });
    }
}
