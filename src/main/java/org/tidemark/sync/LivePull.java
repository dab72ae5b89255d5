package org.tidemark.sync;

import jakarta.annotation.Resource;
import jakarta.ejb.Stateless;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import org.tidemark.mapping.CollectionRegistry;
import org.tidemark.memory.Allowance;
import org.tidemark.memory.Weight;
import org.tidemark.metrics.Meters;
import org.tidemark.protocol.LivePage;
import org.tidemark.protocol.PullResult;
import org.tidemark.protocol.SyncAnswer;
import org.tidemark.spi.Caller;
import org.tidemark.sync.access.CallerRights;
import org.tidemark.sync.access.PolicyRights;
import org.tidemark.sync.pull.CursorSeals;
import org.tidemark.sync.pull.PullCursor;
import org.tidemark.sync.pull.PullPass;
import org.tidemark.sync.pull.PullState;
import org.tidemark.sync.pull.RangeCache;
import org.tidemark.sync.retry.DatabaseRefusedException;

/**
 * A pull that the server makes for a replica by itself, since it knows where that stands. It brings what is simple and
 * small, by the rights of this moment, and waits for nobody; for all else the replica asks.
 */
@Stateless
public class LivePull {

    /** Of records and removals. */
    private static final int MOST = 100;

    /** Of the records, as text. */
    private static final int BYTES = 64 << 10;

    @Resource(lookup = "java:comp/env/persistence/tidemark")
    private EntityManager em;

    @Inject
    private CollectionRegistry registry;

    @Inject
    private RangeCache ranges;

    @Inject
    private PolicyRights rights;

    @Inject
    private CursorSeals seals;

    public LivePull() {
        // the container's way
    }

    LivePull(EntityManager em, CollectionRegistry registry, PolicyRights rights) {
        this.em = em;
        this.registry = registry;
        this.rights = rights;
        this.ranges = new RangeCache();
        this.seals = new CursorSeals();
    }

    /** A page, and where it brings the replica. */
    public record Brought(LivePage page, Position next) {}

    /** All that there is behind this position; empty if the replica has to ask. */
    public Optional<Brought> read(Caller caller, Position from) {
        return DatabaseRefusedException.refusing(() -> {
            var replica = PullState.admitted(em, from.replica(), caller);
            boolean isThere = from.noted().equals(replica.seen()) && seals.isSealed(em, from.cursor());
            PullCursor cursor = PullCursor.read(CursorSeals.cursor(from.cursor()), replica.epoch(), caller.user());
            CallerRights may = rights.of(em, caller);
            // What is new to it, or not its own any more, is no small matter.
            boolean isAsBefore = may.readable().equals(cursor.seen().keySet());
            if (!isThere || !isAsBefore || !cursor.left().isEmpty()) {
                return Optional.empty();
            }
            var pass = new PullPass(em, registry, may, ranges, atMost(Weight.ofPage(BYTES)));
            return pass.atOnce(replica, cursor, MOST)
                    .filter(page -> !page.seen().isEmpty())
                    .map(page -> brought(from, replica, pass.next(), page));
        });
    }

    private Brought brought(Position from, PullState replica, PullCursor next, PullResult page) {
        Meters.page("stream", page.upsertedCount(), page.removedCount());
        PullResult sealed = page.withCursor(seals.seal(em, page.cursor()));
        var answer = new SyncAnswer(Instant.now().truncatedTo(ChronoUnit.MICROS), replica.epoch(), null, sealed);
        String noted = replica.isFresh() ? from.noted() : PullState.text(next.seen());
        return new Brought(
                new LivePage(from.replica(), replica.number(), from.cursor(), answer),
                new Position(from.replica(), sealed.cursor(), noted));
    }

    private static Allowance atMost(long bytes) {
        long[] left = {bytes};
        return more -> {
            boolean fits = more <= left[0];
            left[0] -= fits ? more : 0;
            return fits;
        };
    }
}
