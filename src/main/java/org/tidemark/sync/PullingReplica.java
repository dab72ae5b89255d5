package org.tidemark.sync;

import jakarta.persistence.EntityManager;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.tidemark.spi.Caller;

/**
 * What a pull has to know of its replica and of the server: one query, without the stored result of the last push, which may be long.
 *
 * @param lastSyncAt null before the first
 * @param seen null before the first
 */
record PullingReplica(UUID id, Instant lastSyncAt, String seen, UUID epoch) {

    /** Refuses who may not use the replica. */
    static PullingReplica admitted(EntityManager em, UUID id, Caller caller) {
        List<Object[]> rows = em.createQuery(
                        "select r.owner, r.revoked, r.lastSyncAt, r.seen, s.epoch from Replica r, ServerIdentity s"
                                + " where r.id = :id and s.id = :server",
                        Object[].class)
                .setParameter("id", id)
                .setParameter("server", ServerIdentity.ID)
                .getResultList();
        if (rows.isEmpty()) {
            throw new TryAgainException(
                    em.find(ServerIdentity.class, ServerIdentity.ID) == null
                            ? new ServerIdentity(UUID.randomUUID())
                            : new Replica(id, caller, Instant.now()));
        }
        Object[] row = rows.get(0);
        Replica.admit(caller, (String) row[0], (boolean) row[1]);
        return new PullingReplica(id, (Instant) row[2], (String) row[3], (UUID) row[4]);
    }
}
