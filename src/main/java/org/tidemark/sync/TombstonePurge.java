package org.tidemark.sync;

import jakarta.annotation.Resource;
import jakarta.ejb.Schedule;
import jakarta.ejb.Singleton;
import jakarta.persistence.EntityManager;
import jakarta.persistence.LockModeType;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/**
 * Removes tombstones that are older than the retention, and moves the horizon of their scopes: a replica that slept longer reads
 * the scope anew instead of missing a deletion. The retention is {@code tidemark.tombstones.days}, 180 unless told.
 */
@Singleton
public class TombstonePurge {

    private static final System.Logger LOG = System.getLogger(TombstonePurge.class.getName());
    private static final int DEFAULT_DAYS = 180;

    @Resource(lookup = "java:comp/env/persistence/tidemark")
    private EntityManager em;

    /** Every night. On several nodes each purges what is left. */
    @Schedule(hour = "3", minute = "17", persistent = false)
    void purgeNightly() {
        purge(Instant.now().minus(Duration.ofDays(days())));
    }

    static int days() {
        return Setting.number("tidemark.tombstones.days", DEFAULT_DAYS);
    }

    /** Removes the tombstones from before that time. */
    public void purge(Instant before) {
        List<String> scopes = em.createQuery("select c.scope from ScopeClock c order by c.scope", String.class)
                .getResultList();
        long removed = scopes.stream().mapToLong(scope -> purge(scope, before)).sum();
        LOG.log(System.Logger.Level.INFO, "purged {0} tombstones", removed);
    }

    /** Under the scope's clock: no number is given while the horizon moves. */
    private long purge(String scope, Instant before) {
        ScopeClock clock = em.find(ScopeClock.class, scope, LockModeType.PESSIMISTIC_WRITE);
        Long last = em.createQuery(
                        "select max(t.version) from Tombstone t where t.scope = :scope and t.leftAt < :before",
                        Long.class)
                .setParameter("scope", scope)
                .setParameter("before", before)
                .getSingleResult();
        if (last == null) {
            return 0;
        }
        clock.purgedUpTo(last);
        return em.createQuery("delete from Tombstone t where t.scope = :scope and t.version <= :last")
                .setParameter("scope", scope)
                .setParameter("last", last)
                .executeUpdate();
    }
}
