package org.tidemark.sync.state;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;
import java.util.UUID;
import org.tidemark.sync.retry.MissingRowException;

/**
 * The epoch of the database as this node last saw it. Only the database knows whether it is still the one: a push
 * compares it in the query that locks its replica ({@link Replica#LOCK}), and need not ask for it. Threadsafe.
 */
@ApplicationScoped
public class KnownEpoch {

    private volatile UUID epoch;

    /** May be over; null before anybody has asked. */
    public UUID last() {
        return epoch;
    }

    /** Asks the database. Not for the entity: that would stay as it is for the rest of a transaction. */
    public UUID ask(EntityManager em) {
        epoch = em.createQuery("select s.epoch from DatabaseEpoch s where s.id = :id", UUID.class)
                .setParameter("id", DatabaseEpoch.ID)
                .getResultStream()
                .findFirst()
                .orElseThrow(() -> new MissingRowException(new DatabaseEpoch(UUID.randomUUID())));
        return epoch;
    }
}
