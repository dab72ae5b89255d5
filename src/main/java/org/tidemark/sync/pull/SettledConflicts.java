package org.tidemark.sync.pull;

import jakarta.persistence.EntityManager;
import jakarta.persistence.Query;
import java.time.Instant;
import java.util.UUID;
import org.tidemark.protocol.PullResult.Settled;
import org.tidemark.protocol.Resolution;
import org.tidemark.sync.state.ConflictEntry;

/**
 * The conflicts of a user that somebody else than the replica has closed, in the order of their numbers, without their bodies. A conflict
 * belongs to its user: the replica that holds it may have got a new id since, or have taken it over from a file.
 */
final class SettledConflicts {

    /** What one takes of a page. */
    static final int BYTES = 256;

    private SettledConflicts() {}

    /** @param scope empty for those that have none */
    static Query query(EntityManager em, String owner, UUID replica, String scope, long after, long upTo) {
        return em.createQuery("select c.id, c.settledVersion, c.status, c.outcome, c.settledBy, c.settledAt"
                        + " from ConflictEntry c where c.owner = :owner and c.scope = :scope"
                        + " and c.settledVersion > :after and c.settledVersion <= :upTo and c.status <> :open"
                        + " and (c.settledReplica is null or c.settledReplica <> :replica) order by c.settledVersion")
                .setParameter("owner", owner)
                .setParameter("scope", scope)
                .setParameter("after", after)
                .setParameter("upTo", upTo)
                .setParameter("open", ConflictEntry.Status.OPEN)
                .setParameter("replica", replica.toString());
    }

    static Settled of(Object[] row) {
        return ConflictEntry.settled(
                (UUID) row[0], (ConflictEntry.Status) row[2], (Resolution.Outcome) row[3], (String) row[4], (Instant)
                        row[5]);
    }
}
