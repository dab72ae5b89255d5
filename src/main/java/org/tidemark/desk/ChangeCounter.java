package org.tidemark.desk;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.event.TransactionPhase;
import jakarta.inject.Inject;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import org.tidemark.sync.state.ChangesDecided;

/**
 * Counts the changes that this node decides, by quarter of an hour, user, scope and collection:
 * that is as fine as time zones differ. In memory, and from there to the
 * database now and then: a push must not wait for statistics. A node that dies loses the count of some minutes.
 * Threadsafe.
 */
@ApplicationScoped
public class ChangeCounter {

    /** In seconds. */
    private static final long QUARTER = 900;

    /** What is counted together. */
    public record Key(Instant beginsAt, String owner, String scope, String collection) {}

    @Inject
    private ChangeCounts counts;

    private final Map<Key, Long> pending = new ConcurrentHashMap<>();

    /** The rows of this quarter; each is this node's alone. */
    private final Map<Key, UUID> rows = new HashMap<>();

    void count(@Observes(during = TransactionPhase.AFTER_SUCCESS) ChangesDecided decided) {
        Instant quarter = quarterOf(Instant.now());
        decided.changes()
                .forEach((place, changes) -> pending.merge(
                        new Key(quarter, decided.user(), place.scope(), place.collection()),
                        (long) changes,
                        Long::sum));
    }

    /** The quarter of an hour, by its beginning. */
    static Instant quarterOf(Instant moment) {
        return Instant.ofEpochSecond(moment.getEpochSecond() - Math.floorMod(moment.getEpochSecond(), QUARTER));
    }

    /** Writes what was counted since the last time; what cannot be written stays for the next. */
    synchronized void write() {
        Map<Key, Long> some = new HashMap<>();
        for (Key key : pending.keySet()) {
            some.put(key, pending.remove(key));
        }
        if (some.isEmpty()) {
            return;
        }
        some.keySet().forEach(key -> rows.computeIfAbsent(key, k -> UUID.randomUUID()));
        try {
            counts.write(some, rows);
        } catch (RuntimeException e) {
            some.forEach((key, changes) -> pending.merge(key, changes, Long::sum));
            throw e;
        }
        Instant quarter = quarterOf(Instant.now());
        rows.keySet().removeIf(key -> key.beginsAt().isBefore(quarter));
    }
}
