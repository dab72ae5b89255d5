package org.tidemark.sync.clock;

import org.tidemark.sync.state.RegisteredConflict;
import jakarta.persistence.EntityManager;

/** Open conflicts of records that go to another scope, or come back. */
final class MovedConflicts {

    private MovedConflicts() {}

    /** An open conflict goes where its record goes, or returns. One that ends by this stays where its replica hears of it. */
    static void follow(EntityManager em, Touched record, LockedRows rows) {
        boolean isBack = record.isNew() && !rows.traces(record.key()).isEmpty();
        if (isBack || record.hasMoved(rows)) {
            em
                    .createQuery(
                            "select c from RegisteredConflict c where c.collection = :collection and c.record = :record"
                                    + " and c.status = :open",
                            RegisteredConflict.class)
                    .setParameter("collection", record.key().collection())
                    .setParameter("record", record.key().id())
                    .setParameter("open", RegisteredConflict.Status.OPEN)
                    .getResultList()
                    .stream()
                    .filter(RegisteredConflict::isOpen)
                    .forEach(conflict -> conflict.moveTo(record.to(rows)));
        }
    }
}
