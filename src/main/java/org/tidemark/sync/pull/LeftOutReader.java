package org.tidemark.sync.pull;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Function;
import org.tidemark.mapping.CollectionRegistry;
import org.tidemark.mapping.SyncCollection;
import org.tidemark.protocol.PullResult.Scope;
import org.tidemark.sync.access.CallerRights;

/**
 * Tries again what earlier pulls left out, whatever its version is by now. What can be read is sent. What is not in its scope any more is
 * forgotten: a tombstone tells of it, or its new number does. What can still not be read stays. Not threadsafe.
 */
final class LeftOutReader {

    private final RecordReader records;
    private final CollectionRegistry registry;
    private final CallerRights rights;
    private final LeftOut left;
    private final PageSize size;

    /** @param after how many of those that were tried in this pass stay: the next page goes on behind them */
    record Read(int tried, long after, boolean isAtEnd) {}

    LeftOutReader(RecordReader records, CollectionRegistry registry, CallerRights rights, LeftOut left, PageSize size) {
        this.records = records;
        this.registry = registry;
        this.rights = rights;
        this.left = left;
        this.size = size;
    }

    Read read(long after, int room, Function<String, Scope> scopes) {
        List<LeftOut.One> all =
                left.inOrder(registry.all().stream().map(SyncCollection::name).toList());
        int staying = (int) Math.min(after, all.size());
        int tried = 0;
        for (int at = staying; at < all.size(); ) {
            if (!rights.mayRead(all.get(at).scope())) {
                at++; // the scope will be dropped
                staying++;
                continue;
            }
            int limit = size.next(room - tried);
            if (limit == 0) {
                return new Read(tried, staying, false);
            }
            List<LeftOut.One> some = ofOneCollection(all.subList(at, Math.min(all.size(), at + limit)));
            int before = left.size();
            int now = tryAgain(some, scopes);
            at += now;
            tried += now;
            staying += now - (before - left.size());
        }
        return new Read(tried, staying, true);
    }

    private static List<LeftOut.One> ofOneCollection(List<LeftOut.One> some) {
        LeftOut.One first = some.get(0);
        return some.stream()
                .takeWhile(one ->
                        one.scope().equals(first.scope()) && one.collection().equals(first.collection()))
                .toList();
    }

    /** Tries those that the page has bytes for; returns how many. */
    private int tryAgain(List<LeftOut.One> some, Function<String, Scope> scopes) {
        String scope = some.get(0).scope();
        String collection = some.get(0).collection();
        Records found = records.held(
                registry.get(collection),
                scope,
                some.stream().map(LeftOut.One::id).toList());
        Map<UUID, Integer> index = new HashMap<>();
        for (int i = 0; i < found.size(); i++) {
            index.put(found.id(i), i);
        }
        long bytes = 0;
        int tried = 0;
        for (LeftOut.One one : some) {
            if (!size.takes(bytes)) {
                break;
            }
            tried++;
            if (found.unreadable().contains(one.id())) {
                continue;
            }
            Integer at = index.get(one.id());
            if (at != null) {
                Scope to = scopes.apply(scope);
                long before = to.size();
                to.upserted(collection, json -> found.write(at, json));
                bytes += to.size() - before;
            }
            left.remove(one);
        }
        size.count(tried, bytes);
        return tried;
    }
}
