package org.tidemark.sync;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.tidemark.mapping.CollectionRegistry;
import org.tidemark.protocol.Change;
import org.tidemark.protocol.RecordKey;
import org.tidemark.protocol.Rejection;
import org.tidemark.sync.push.ChangeGroups;
import org.tidemark.sync.retry.ForeseenException;
import org.tidemark.sync.retry.RefusedException;

/** The changes of a push that could not be applied so far, and why. */
final class SetAside {

    private final CollectionRegistry registry;
    private final List<Unit> units = new ArrayList<>();

    /** Changes that are applied together or not at all. */
    record Unit(List<Change> changes, RefusedException reason) {

        boolean isForeseen() {
            return reason instanceof ForeseenException;
        }
    }

    SetAside(CollectionRegistry registry) {
        this.registry = registry;
    }

    void add(List<Change> changes, RefusedException reason) {
        units.add(new Unit(changes, reason));
    }

    int size() {
        return units.size();
    }

    /** All of them; none is aside any more. */
    List<Unit> takeAll() {
        List<Unit> all = List.copyOf(units);
        units.clear();
        return all;
    }

    /** Why it has to wait for a new record that is set aside, or null. */
    RefusedException missingParent(List<Change> unit) {
        if (units.isEmpty()) {
            return null;
        }
        Set<RecordKey> own = unit.stream().map(Change::key).collect(Collectors.toSet());
        Map<RecordKey, Rejection> missing = new LinkedHashMap<>();
        for (Change change : unit) {
            ChangeGroups.references(registry, change).forEach((reference, parent) -> {
                if (!own.contains(parent) && isNewAndAside(parent)) {
                    missing.putIfAbsent(change.key(), reference.missing(change.key(), parent.id()));
                }
            });
        }
        return missing.isEmpty() ? null : new ForeseenException(missing);
    }

    private boolean isNewAndAside(RecordKey key) {
        return units.stream()
                .flatMap(one -> one.changes().stream())
                .anyMatch(
                        change -> change instanceof Change.Added && change.key().equals(key));
    }
}
