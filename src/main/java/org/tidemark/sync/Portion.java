package org.tidemark.sync;

import java.util.List;
import java.util.Set;
import org.tidemark.protocol.Change;
import org.tidemark.protocol.RecordKey;
import org.tidemark.protocol.Rejection;

/**
 * The part of a push that one transaction decides: everything at first, smaller parts while the change that the database refuses
 * is searched for.
 *
 * @param changes to be decided now
 * @param refused found to be refused by the database, to be stored as rejected
 */
public record Portion(List<Change> changes, List<Rejection> refused) {

    static Portion of(List<Change> changes) {
        return new Portion(changes, List.of());
    }

    /** The changes that are still open: the same push may be on its way twice. */
    List<Change> without(Set<RecordKey> decided) {
        return changes.stream()
                .filter(change -> !decided.contains(change.key()))
                .toList();
    }

    /** What the database refused and is still open. */
    List<Rejection> refusedOnly(Set<RecordKey> decided) {
        return refused.stream().filter(one -> !decided.contains(one.key())).toList();
    }
}
