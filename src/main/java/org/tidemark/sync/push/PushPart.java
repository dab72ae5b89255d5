package org.tidemark.sync.push;

import java.util.List;
import java.util.Set;
import org.tidemark.protocol.Change;
import org.tidemark.protocol.RecordKey;
import org.tidemark.protocol.Rejection;

/**
 * The part of a push that one transaction decides: everything at first, smaller parts while the change that the
 * database refuses is searched for.
 *
 * @param changes to be decided now
 * @param refused found to be refused by the database, to be stored as rejected
 * @param rulesOff the collections whose rules are not asked, since they have failed
 * @param resolving which of the push's resolutions it takes
 * @param isForeseen whether constraints are looked at before the write; otherwise the database has its say
 */
public record PushPart(
        List<Change> changes, List<Rejection> refused, Set<String> rulesOff, Resolving resolving, boolean isForeseen) {

    /** Which resolutions. */
    public enum Resolving {
        ALL,
        /** Those that came with one of the changes. */
        WITH_CHANGE,
        NONE
    }

    public static PushPart of(List<Change> changes) {
        return new PushPart(changes, List.of(), Set.of(), Resolving.ALL, true);
    }

    public static PushPart refused(List<Rejection> refused) {
        return new PushPart(List.of(), refused, Set.of(), Resolving.ALL, true);
    }

    /** The same without the rules of these collections. */
    public PushPart withoutRules(Set<String> collections) {
        return new PushPart(changes, refused, Set.copyOf(collections), resolving, isForeseen);
    }

    /** The same with these resolutions. */
    public PushPart resolving(Resolving which) {
        return new PushPart(changes, refused, rulesOff, which, isForeseen);
    }

    /** The same, for the database to decide. */
    public PushPart unforeseen() {
        return new PushPart(changes, refused, rulesOff, resolving, false);
    }

    /** Whether a resolution of a conflict of this record belongs to it. */
    public boolean resolves(RecordKey key) {
        return switch (resolving) {
            case ALL -> true;
            case WITH_CHANGE -> changes.stream().anyMatch(change -> change.key().equals(key));
            case NONE -> false;
        };
    }

    /** Whether it can end the push: not while resolutions wait for the portion that looks at those without a change. */
    public boolean mayBeLast() {
        return resolving != Resolving.WITH_CHANGE;
    }

    /** The changes that are still open: the same push may be on its way twice. */
    public List<Change> without(Set<RecordKey> decided) {
        return changes.stream()
                .filter(change -> !decided.contains(change.key()))
                .toList();
    }

    /** What the database refused and is still open. */
    public List<Rejection> refusedOnly(Set<RecordKey> decided) {
        return refused.stream().filter(one -> !decided.contains(one.key())).toList();
    }
}
