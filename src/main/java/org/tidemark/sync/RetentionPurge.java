package org.tidemark.sync;

import jakarta.annotation.Resource;
import jakarta.ejb.Schedule;
import jakarta.ejb.Singleton;
import jakarta.persistence.EntityManager;
import java.time.Duration;
import java.time.Instant;

/**
 * Removes what nobody asks for any more: conflicts that were settled long ago, and replicas that have not synchronised for long, with the
 * result of their last push. An open conflict is never removed. A replica that comes back after all starts anew and keeps its unsent work.
 */
@Singleton
public class RetentionPurge {

    private static final System.Logger LOG = System.getLogger(RetentionPurge.class.getName());
    private static final int DEFAULT_CONFLICT_DAYS = 3 * 365;
    private static final int DEFAULT_REPLICA_DAYS = 400;

    @Resource(lookup = "java:comp/env/persistence/tidemark")
    private EntityManager em;

    /** Every night. On several nodes each removes what is left. */
    @Schedule(hour = "3", minute = "37", persistent = false)
    void purgeNightly() {
        conflicts(before("tidemark.conflicts.days", DEFAULT_CONFLICT_DAYS));
        replicas(before("tidemark.replicas.days", DEFAULT_REPLICA_DAYS));
    }

    private static Instant before(String setting, int otherwise) {
        return Instant.now().minus(Duration.ofDays(Setting.number(setting, otherwise)));
    }

    /** Removes the conflicts that were settled before that time. */
    public void conflicts(Instant before) {
        int removed = em.createQuery(
                        "delete from RegisteredConflict c where c.status <> :open and c.settledAt < :before")
                .setParameter("open", RegisteredConflict.Status.OPEN)
                .setParameter("before", before)
                .executeUpdate();
        LOG.log(System.Logger.Level.INFO, "removed {0} conflicts that were settled before {1}", removed, before);
    }

    /** Removes the replicas that have not synchronised since that time. */
    public void replicas(Instant before) {
        int removed = em.createQuery("delete from Replica r where r.createdAt < :before"
                        + " and (r.lastSyncAt is null or r.lastSyncAt < :before)")
                .setParameter("before", before)
                .executeUpdate();
        LOG.log(System.Logger.Level.INFO, "removed {0} replicas that have not synchronised since {1}", removed, before);
    }
}
