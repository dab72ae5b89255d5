package org.tidemark.sync.retry;

import jakarta.annotation.Resource;
import jakarta.ejb.Stateless;
import jakarta.ejb.TransactionAttribute;
import jakarta.ejb.TransactionAttributeType;
import jakarta.persistence.EntityManager;

/** Rows of ours that a transaction missed, such as that of a new replica. {@link Retry} inserts them. */
@Stateless
public class MissingRows {

    @Resource(lookup = "java:comp/env/persistence/tidemark")
    private EntityManager em;

    /** A second inserter fails here, and finds them when it tries again. */
    @TransactionAttribute(TransactionAttributeType.REQUIRES_NEW)
    public void insert(MissingRowException missing) {
        DatabaseRefusedException.refusing(() -> {
            missing.missing().forEach(em::persist);
            em.flush();
            return null;
        });
    }
}
