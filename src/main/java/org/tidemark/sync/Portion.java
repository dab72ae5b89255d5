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
 * @param rulesOff the collections whose rules are not asked, since they have failed
 */
public record Portion(List<Change> changes, List<Rejection> refused, Set<String> rulesOff) {

    static Portion of(List<Change> changes) {
        return new Portion(changes, List.of(), Set.of());
    }

    static Portion refused(List<Rejection> refused) {
        return new Portion(List.of(), refused, Set.of());
    }

    /** The same without the rules of these collections. */
    Portion withoutRules(Set<String> collections) {
        return new Portion(changes, refused, Set.copyOf(collections));
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
