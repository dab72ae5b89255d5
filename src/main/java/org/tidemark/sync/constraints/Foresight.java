package org.tidemark.sync.constraints;

import jakarta.persistence.EntityManager;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.tidemark.mapping.CollectionRegistry;
import org.tidemark.mapping.SyncCollection;
import org.tidemark.mapping.UniqueKey;
import org.tidemark.mapping.field.ReferenceField;
import org.tidemark.protocol.RecordKey;
import org.tidemark.protocol.Rejection;
import org.tidemark.sync.clock.LockedRecords;
import org.tidemark.sync.decide.Decision;
import org.tidemark.sync.decide.PlannedChange;
import org.tidemark.sync.retry.ForeseenException;

/**
 * Sees before anything is written which changes the unique and foreign keys of the database do not let pass, by a
 * question for each key and not by being refused: a refusal ends the transaction, and says of one change at a time what
 * is true of a hundred.
 *
 * <p>A unique value may go from record to record in one transaction, in a circle too. In which order JPA writes them
 * nobody knows; so the ones that give a value away are first written without it, see {@link Parking}. What cannot be
 * written like that is set aside, with its whole group and with what refers to it: perhaps it can be written once the
 * rest is.
 */
public final class Foresight {

    private final EntityManager em;
    private final CollectionRegistry registry;
    private final List<List<PlannedChange>> units;
    private final Map<RecordKey, Integer> unitOf = new HashMap<>();
    private final Map<RecordKey, PlannedChange> plans = new LinkedHashMap<>();
    private final Set<Integer> aside = new HashSet<>();
    private final Map<RecordKey, Rejection> rejections = new LinkedHashMap<>();

    /** @param units whose changes are applied in memory */
    public Foresight(EntityManager em, CollectionRegistry registry, List<List<PlannedChange>> units) {
        this.em = em;
        this.registry = registry;
        this.units = units;
    }

    /**
     * Makes room for values that move.
     *
     * @throws ForeseenException if a change cannot be written
     */
    public void look(LockedRecords rows) {
        for (int i = 0; i < units.size(); i++) {
            for (PlannedChange plan : units.get(i)) {
                unitOf.put(plan.key(), i);
                plans.put(plan.key(), plan);
            }
        }
        List<UniqueValues> values = uniqueValues(rows);
        List<Referred> referred = referred();
        var parking = new Parking(em);
        boolean more = true;
        while (more) {
            int before = aside.size();
            values.forEach(key -> key.collisions(this));
            referred.forEach(parent -> parent.check(this));
            setAsideChildren();
            if (aside.size() == before) {
                parking.clear();
                values.forEach(key -> key.park(this, parking));
            }
            more = aside.size() > before;
        }
        if (!rejections.isEmpty()) {
            throw new ForeseenException(rejections);
        }
        parking.write();
    }

    boolean isApplied(RecordKey key) {
        Integer unit = unitOf.get(key);
        return unit != null && !aside.contains(unit);
    }

    void setAside(Rejection rejection) {
        rejections.putIfAbsent(rejection.key(), rejection);
        aside.add(unitOf.get(rejection.key()));
    }

    /** One for each key of the tables, whichever collections share it. */
    private List<UniqueValues> uniqueValues(LockedRecords rows) {
        List<UniqueValues> values = new ArrayList<>();
        Map<SyncCollection, List<UniqueValues>> byCollection = new HashMap<>();
        for (PlannedChange plan : plans.values()) {
            byCollection
                    .computeIfAbsent(plan.collection(), collection -> of(collection, values))
                    .forEach(key -> key.add(plan, rows));
        }
        values.forEach(key -> key.readHolders(em));
        return values;
    }

    private List<UniqueValues> of(SyncCollection collection, List<UniqueValues> known) {
        for (UniqueKey key : collection.table().keys()) {
            if (known.stream().noneMatch(one -> one.isOf(collection, key))) {
                known.add(new UniqueValues(registry, collection, key));
            }
        }
        return known.stream().filter(one -> one.isOf(collection)).toList();
    }

    /** The records that go, and how many others refer to each. */
    private List<Referred> referred() {
        Map<SyncCollection, List<UUID>> gone = new LinkedHashMap<>();
        for (PlannedChange plan : plans.values()) {
            if (plan.effect() instanceof Decision.Delete) {
                gone.computeIfAbsent(plan.collection(), c -> new ArrayList<>())
                        .add(plan.key().id());
            }
        }
        List<Referred> referred = new ArrayList<>();
        gone.forEach((parent, ids) -> {
            for (SyncCollection child : registry.all()) {
                child.references().stream()
                        .filter(reference -> reference.target().equals(parent.name()))
                        .filter(reference -> child.table().restricting().contains(reference.name()))
                        .filter(reference -> parent.isDeletedAlone())
                        .forEach(reference ->
                                referred.addAll(Referred.read(em, parent, ids, child, reference, plans.values())));
            }
        });
        return referred;
    }

    /** What refers to a new record goes with it. */
    private void setAsideChildren() {
        boolean more = !aside.isEmpty();
        while (more) {
            int before = aside.size();
            for (PlannedChange plan : plans.values()) {
                for (ReferenceField reference : plan.collection().references()) {
                    LockedRecords.target(plan.fields().get(reference.name()))
                            .map(id -> new RecordKey(reference.target(), UUID.fromString(id)))
                            .filter(parent -> isSetAside(parent) && isApplied(plan.key()))
                            .ifPresent(parent -> setAside(reference.missing(plan.key(), parent.id())));
                }
            }
            more = aside.size() > before;
        }
    }

    private boolean isSetAside(RecordKey key) {
        return plans.containsKey(key)
                && aside.contains(unitOf.get(key))
                && plans.get(key).effect() instanceof Decision.Insert;
    }
}
