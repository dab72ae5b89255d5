package org.tidemark.sync.push;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.tidemark.mapping.CollectionRegistry;
import org.tidemark.mapping.field.ReferenceField;
import org.tidemark.protocol.Change;
import org.tidemark.protocol.RecordKey;
import org.tidemark.sync.clock.LockedRecords;

/**
 * The changes of a push as the units that are applied whole: a group, or a change alone. In an order in which a record
 * is created before another refers to it, whatever the order in which they were sent.
 */
public final class ChangeGroups {

    private final CollectionRegistry registry;
    private final Map<RecordKey, Integer> unitOf = new HashMap<>();
    private final List<List<Change>> units;
    private final Set<Integer> ordered = new LinkedHashSet<>();

    private ChangeGroups(CollectionRegistry registry, Collection<Change> changes) {
        this.registry = registry;
        Map<Object, List<Change>> byGroup = new LinkedHashMap<>();
        for (Change change : changes) {
            Object unit = change.group() == null ? change.key() : change.group();
            byGroup.computeIfAbsent(unit, u -> new ArrayList<>()).add(change);
        }
        units = new ArrayList<>(byGroup.values());
    }

    public static List<List<Change>> of(CollectionRegistry registry, Collection<Change> changes) {
        var units = new ChangeGroups(registry, changes);
        units.sort();
        return units.ordered.stream().map(units.units::get).toList();
    }

    private void sort() {
        // As they are written: parents first, and deleted children last but before their parents.
        Comparator<Change> order = Comparator.<Change>comparingInt(change -> change instanceof Change.Deleted ? 1 : 0)
                .thenComparingInt(change -> change instanceof Change.Deleted ? -rank(change) : rank(change));
        for (int i = 0; i < units.size(); i++) {
            units.get(i).sort(order);
            for (Change change : units.get(i)) {
                unitOf.put(change.key(), i);
            }
        }
        for (int i = 0; i < units.size(); i++) {
            addWithNeeds(i, new LinkedHashSet<>());
        }
    }

    private int rank(Change change) {
        return registry.find(change.key().collection())
                .map(c -> registry.rank(c.name()))
                .orElse(-1);
    }

    private void addWithNeeds(int unit, Set<Integer> path) {
        if (ordered.contains(unit) || !path.add(unit)) {
            return;
        }
        for (Change change : units.get(unit)) {
            for (RecordKey needed : references(registry, change).values()) {
                Integer other = unitOf.get(needed);
                if (other != null) {
                    addWithNeeds(other, path);
                }
            }
        }
        ordered.add(unit);
    }

    /** What the change refers to. */
    public static Map<ReferenceField, RecordKey> references(CollectionRegistry registry, Change change) {
        Map<ReferenceField, RecordKey> references = new LinkedHashMap<>();
        registry.find(change.key().collection())
                .ifPresent(collection -> collection.references().forEach(reference -> LockedRecords.target(
                                change.fields().get(reference.name()))
                        .ifPresent(id ->
                                references.put(reference, new RecordKey(reference.target(), UUID.fromString(id))))));
        return references;
    }
}
