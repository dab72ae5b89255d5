package org.tidemark.sync;

import jakarta.persistence.EntityManager;
import java.util.Optional;
import java.util.UUID;
import org.tidemark.spi.Caller;
import org.tidemark.sync.retry.MissingRowException;
import org.tidemark.sync.state.KnownEpoch;
import org.tidemark.sync.state.Replica;

/** A replica that its caller may use, locked until the transaction ends, and the epoch of the database. */
record AdmittedReplica(Replica replica, UUID epoch) {

    /** One query, unless the replica is new or the database has begun another epoch. */
    static AdmittedReplica lock(EntityManager em, KnownEpoch epochs, UUID id, Caller caller) {
        UUID epoch = epochs.last();
        Optional<Replica> found = epoch == null ? Optional.empty() : Replica.lock(em, id, epoch);
        if (found.isEmpty()) {
            epoch = epochs.ask(em);
            found = Replica.lock(em, id, epoch);
        }
        Replica replica = found.orElseThrow(() -> new MissingRowException(Replica.fresh(em, id, caller)));
        replica.admit(caller);
        return new AdmittedReplica(replica, epoch);
    }
}
