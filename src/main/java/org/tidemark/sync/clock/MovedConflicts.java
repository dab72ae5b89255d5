package org.tidemark.sync.clock;

import jakarta.persistence.EntityManager;
import org.tidemark.sync.state.ConflictEntry;

/** Open conflicts of records that go to another scope, or come back. */
final class MovedConflicts {

    private MovedConflicts() {}

    /**
     * An open conflict goes where its record goes, or returns. One that ends by this stays where its replica hears of
     * it.
     */
    static void follow(EntityManager em, ChangedRecord record, LockedRecords rows) {
        boolean isBack = record.isNew() && !rows.traces(record.key()).isEmpty();
        if (isBack || record.hasMoved(rows)) {
            em
                    .createQuery(
                            "select c from ConflictEntry c where c.collection = :collection and c.record = :record"
                                    + " and c.status = :open",
                            ConflictEntry.class)
                    .setParameter("collection", record.key().collection())
                    .setParameter("record", record.key().id())
                    .setParameter("open", ConflictEntry.Status.OPEN)
                    .getResultList()
                    .stream()
                    .filter(ConflictEntry::isOpen)
                    .forEach(conflict -> conflict.moveTo(record.to(rows)));
        }
    }
}
