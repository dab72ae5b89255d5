package org.tidemark.desk;

import jakarta.annotation.Resource;
import jakarta.ejb.Stateless;
import jakarta.persistence.EntityManager;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.tidemark.sync.pull.PullState;
import org.tidemark.sync.state.ConflictEntry;
import org.tidemark.sync.state.ScopeClock;

/** Counts replicas and conflicts for an operator, in a few queries. */
@Stateless
public class Counting {

    /** Of so many replicas the lag is looked at: those that synchronised last. */
    private static final int LOOKED_AT = 1_000;

    @Resource(lookup = "java:comp/env/persistence/tidemark")
    private EntityManager em;

    /**
     * @param lag of the replica furthest behind
     * @param oldestSeconds of the open conflict that has waited longest, or 0
     */
    public record Counted(long withinDay, long withinWeek, long longerAgo, long lag, long open, long oldestSeconds) {}

    public Counted count() {
        Instant now = Instant.now();
        long all = replicasSince(Instant.EPOCH);
        long week = replicasSince(now.minus(Duration.ofDays(7)));
        long day = replicasSince(now.minus(Duration.ofDays(1)));
        long open = em.createQuery("select count(c) from ConflictEntry c where c.status = :open", Long.class)
                .setParameter("open", ConflictEntry.Status.OPEN)
                .getSingleResult();
        // Not min(): on PostgreSQL EclipseLink hands another type to the converter than where it reads the attribute.
        long oldest = em.createQuery(
                        "select c.detectedAt from ConflictEntry c where c.status = :open order by c.detectedAt",
                        Instant.class)
                .setParameter("open", ConflictEntry.Status.OPEN)
                .setMaxResults(1)
                .getResultStream()
                .mapToLong(first -> Duration.between(first, now).toSeconds())
                .sum();
        return new Counted(day, week - day, all - week, lag(now.minus(Duration.ofDays(1))), open, oldest);
    }

    private long replicasSince(Instant since) {
        return em.createQuery(
                        "select count(r) from Replica r where r.revoked = false and r.abandoned = false"
                                + " and r.lastSyncAt >= :since",
                        Long.class)
                .setParameter("since", since)
                .getSingleResult();
    }

    private long lag(Instant since) {
        Map<String, Long> clocks = new HashMap<>();
        em.createQuery("select c from ScopeClock c", ScopeClock.class)
                .getResultList()
                .forEach(clock -> clocks.put(clock.scope(), clock.version()));
        List<String> seen = em.createQuery(
                        "select r.seen from Replica r where r.revoked = false and r.abandoned = false"
                                + " and r.lastSyncAt >= :since order by r.lastSyncAt desc",
                        String.class)
                .setParameter("since", since)
                .setMaxResults(LOOKED_AT)
                .getResultList();
        return seen.stream()
                .mapToLong(one -> PullState.behind(PullState.noted(one), clocks))
                .max()
                .orElse(0);
    }
}
