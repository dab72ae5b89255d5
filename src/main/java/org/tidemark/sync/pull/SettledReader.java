package org.tidemark.sync.pull;

import jakarta.persistence.EntityManager;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.tidemark.mapping.field.PullProjection;
import org.tidemark.protocol.PullResult.Settled;
import org.tidemark.protocol.Resolution;
import org.tidemark.sync.state.ConflictEntry;

/**
 * Reads the conflicts of a user that somebody else than the replica has closed, in the order of their numbers, without
 * their bodies. A conflict belongs to its user: the replica that holds it may have got a new id since, or have taken it
 * over from a file. Not threadsafe.
 */
final class SettledReader extends StepReader {

    private final EntityManager em;
    private final String owner;
    private final UUID replica;
    private final String scope;
    private final long upTo;

    /** @param scope empty for those that have none */
    SettledReader(PullPage page, EntityManager em, String owner, UUID replica, String scope, long after, long upTo) {
        super(page, after);
        this.em = em;
        this.owner = owner;
        this.replica = replica;
        this.scope = scope;
        this.upTo = upTo;
    }

    @Override
    boolean read() {
        return page.inPortions(limit -> {
            List<Object[]> rows = rows(limit);
            if (!rows.isEmpty()) {
                page.settle(rows.stream().map(SettledReader::settled).toList());
                after((long) rows.get(rows.size() - 1)[1]);
            }
            return rows.size() < limit;
        });
    }

    private List<Object[]> rows(int limit) {
        return PullProjection.rows(
                em.createQuery("select c.id, c.settledVersion, c.status, c.outcome, c.settledBy, c.settledAt"
                                + " from ConflictEntry c where c.owner = :owner and c.toldIn = :scope"
                                + " and c.settledVersion > :after and c.settledVersion <= :upTo and c.status <> :open"
                                + " and (c.settledReplica is null or c.settledReplica <> :replica)"
                                + " order by c.settledVersion")
                        .setParameter("owner", owner)
                        .setParameter("scope", scope)
                        .setParameter("after", after())
                        .setParameter("upTo", upTo)
                        .setParameter("open", ConflictEntry.Status.OPEN)
                        .setParameter("replica", replica.toString())
                        .setMaxResults(limit));
    }

    private static Settled settled(Object[] row) {
        return ConflictEntry.settled(
                (UUID) row[0], (ConflictEntry.Status) row[2], (Resolution.Outcome) row[3], (String) row[4], (Instant)
                        row[5]);
    }
}
