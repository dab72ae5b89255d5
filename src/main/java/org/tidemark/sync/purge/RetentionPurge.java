package org.tidemark.sync.purge;

import jakarta.ejb.ConcurrencyManagement;
import jakarta.ejb.ConcurrencyManagementType;
import jakarta.ejb.Schedule;
import jakarta.ejb.Singleton;
import jakarta.ejb.TransactionManagement;
import jakarta.ejb.TransactionManagementType;
import jakarta.inject.Inject;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.time.Instant;
import java.util.UUID;
import java.util.function.Function;
import org.tidemark.config.Setting;
import org.tidemark.log.Outage;
import org.tidemark.mapping.field.PullProjection;
import org.tidemark.sync.clock.ScopeWatch;
import org.tidemark.sync.retry.Retry;

/**
 * Removes every night what nobody asks for any more: tombstones, conflicts that were settled long ago, and of replicas
 * that have not synchronised for long what their stored result holds besides the outcomes. What it means for a replica
 * that comes back after all: docs/adr/bounds/0042-a-replica-that-stays-away-is-cut-not-forgotten.md.
 */
@Singleton
@ConcurrencyManagement(ConcurrencyManagementType.BEAN)
@TransactionManagement(TransactionManagementType.BEAN)
public class RetentionPurge {

    private static final System.Logger LOG = System.getLogger(RetentionPurge.class.getName());

    @Inject
    private Retention retention;

    @Inject
    private ScopeWatch watch;

    @Inject
    private Retry retry;

    private final Outage outage = new Outage(LOG, "What the retention is to remove");

    @Schedule(hour = "3", minute = "17", persistent = false)
    void purgeNightly() {
        if (!watch.tablesAreThere()) {
            return;
        }
        try {
            tombstones(before(tombstoneDays()));
            conflicts(before(Setting.CONFLICT_DAYS.number()));
            replicas(before(Setting.REPLICA_DAYS.number()));
            outage.isOver();
        } catch (RuntimeException e) {
            outage.failed(e); // the next night goes on
        }
    }

    public static int tombstoneDays() {
        return Setting.TOMBSTONE_DAYS.number();
    }

    /** However many days: no database knows dates from before mankind. */
    private static Instant before(int days) {
        Instant before = Instant.now().minus(Duration.ofDays(days));
        return before.isBefore(Instant.EPOCH) ? Instant.EPOCH : before;
    }

    /**
     * Removes the tombstones from before that time, and moves the horizon of their scopes: a replica that slept longer
     * reads the scope anew instead of missing a deletion.
     */
    public void tombstones(Instant before) {
        long removed = 0;
        for (String scope : retry.call(retention::scopes)) {
            int portion;
            do {
                portion = retry.call(() -> retention.tombstones(scope, before));
                removed += portion;
            } while (portion > 0);
        }
        tell(removed, "tombstones", before);
    }

    /** Removes the conflicts that were settled before that time. */
    public void conflicts(Instant before) {
        tell(all(after -> retention.conflicts(before, after)), "settled conflicts", before);
        tell(retry.call(() -> retention.counts(before)), "counts of changes", before);
    }

    /** Cuts, or forgets, the replicas that have not synchronised since that time. */
    public void replicas(Instant before) {
        tell(all(after -> retention.replicas(before, after)), "abandoned replicas", before);
    }

    private long all(Function<UUID, Retention.Portion> portions) {
        long removed = 0;
        UUID after = PullProjection.NONE;
        while (after != null) {
            UUID last = after;
            Retention.Portion portion = retry.call(() -> portions.apply(last));
            removed += portion.removed();
            after = portion.last();
        }
        return removed;
    }

    private static void tell(long removed, String what, Instant before) {
        LOG.log(removed == 0 ? Level.DEBUG : Level.INFO, "purged {0} {1} from before {2}", removed, what, before);
    }
}
