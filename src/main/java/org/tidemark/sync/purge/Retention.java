package org.tidemark.sync.purge;

import jakarta.annotation.Resource;
import jakarta.ejb.Stateless;
import jakarta.persistence.EntityManager;
import jakarta.persistence.LockModeType;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.tidemark.sync.state.ConflictEntry;
import org.tidemark.sync.state.Replica;
import org.tidemark.sync.state.ScopeClock;

/**
 * What is kept no longer, a portion in each transaction, so that nobody waits for long and a crash loses nothing: the
 * next night goes on. Several nodes do no harm to each other.
 */
@Stateless
public class Retention {

    /** Rows a transaction. A settled conflict and a stored result may be megabytes. */
    static final int PORTION = 200;

    /** Tombstones a transaction, under the clock of their scope. */
    static final int TOMBSTONES = 5_000;

    @Resource(lookup = "java:comp/env/persistence/tidemark")
    private EntityManager em;

    /**
     * A portion of those from before that time.
     *
     * @param last the last id that was looked at; null if there are no more
     */
    public record Portion(UUID last, int removed) {}

    public Portion conflicts(Instant before, UUID after) {
        return conflicts(em, before, after);
    }

    public Portion replicas(Instant before, UUID after) {
        return replicas(em, before, after);
    }

    public int counts(Instant before) {
        return counts(em, before);
    }

    public List<String> scopes() {
        return em.createQuery("select c.scope from ScopeClock c order by c.scope", String.class)
                .getResultList();
    }

    public int tombstones(String scope, Instant before) {
        return tombstones(em, scope, before);
    }

    /** An open conflict is never removed. */
    static Portion conflicts(EntityManager em, Instant before, UUID after) {
        List<UUID> ids = em.createQuery(
                        "select c.id from ConflictEntry c where c.status <> :open and c.settledAt < :before"
                                + " and c.id > :after order by c.id",
                        UUID.class)
                .setParameter("open", ConflictEntry.Status.OPEN)
                .setParameter("before", before)
                .setParameter("after", after)
                .setMaxResults(PORTION)
                .getResultList();
        if (!ids.isEmpty()) {
            em.createQuery("delete from FollowUp f where f.conflict in :ids")
                    .setParameter("ids", ids)
                    .executeUpdate();
        }
        return ids.isEmpty()
                ? new Portion(null, 0)
                : new Portion(
                        ids.get(ids.size() - 1),
                        em.createQuery("delete from ConflictEntry c where c.id in :ids")
                                .setParameter("ids", ids)
                                .executeUpdate());
    }

    /** What nobody divides by any more: they are as old as the conflicts that are gone. */
    static int counts(EntityManager em, Instant before) {
        return em.createQuery("delete from ChangeCount n where n.beginsAt < :before")
                .setParameter("before", before)
                .executeUpdate();
    }

    /** Without its row, a first push that is sent again would be taken for another replica's, and be applied twice. */
    static Portion replicas(EntityManager em, Instant before, UUID after) {
        List<UUID> ids = em.createQuery(
                        "select r.id from Replica r where r.abandoned = false and r.createdAt < :before"
                                + " and (r.lastSyncAt is null or r.lastSyncAt < :before) and r.id > :after order by r.id",
                        UUID.class)
                .setParameter("before", before)
                .setParameter("after", after)
                .setMaxResults(PORTION)
                .getResultList();
        int removed = 0;
        for (UUID id : ids) {
            // Under the lock, since one may come back in this moment.
            Replica replica = em.find(Replica.class, id, LockModeType.PESSIMISTIC_WRITE);
            if (replica == null || !replica.isAbandonedSince(before)) {
                continue;
            }
            if (replica.isForgettable()) {
                em.remove(replica);
            } else {
                replica.abandon();
            }
            removed++;
        }
        return new Portion(ids.isEmpty() ? null : ids.get(ids.size() - 1), removed);
    }

    /** Under the scope's clock: no number is given while the horizon moves. */
    static int tombstones(EntityManager em, String scope, Instant before) {
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
        List<Long> versions = em.createQuery(
                        "select t.version from Tombstone t where t.scope = :scope and t.version <= :last"
                                + " order by t.version",
                        Long.class)
                .setParameter("scope", scope)
                .setParameter("last", last)
                .setMaxResults(TOMBSTONES)
                .getResultList();
        long upTo = versions.get(versions.size() - 1);
        clock.purgedUpTo(upTo);
        return em.createQuery("delete from Tombstone t where t.scope = :scope and t.version <= :last")
                .setParameter("scope", scope)
                .setParameter("last", upTo)
                .executeUpdate();
    }
}
