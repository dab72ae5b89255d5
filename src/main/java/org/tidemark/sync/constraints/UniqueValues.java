package org.tidemark.sync.constraints;

import jakarta.json.JsonString;
import jakarta.json.JsonValue;
import jakarta.persistence.EntityManager;
import jakarta.persistence.Query;
import java.text.Normalizer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import org.tidemark.mapping.CollectionRegistry;
import org.tidemark.mapping.SyncCollection;
import org.tidemark.mapping.UniqueKey;
import org.tidemark.mapping.field.Column;
import org.tidemark.mapping.field.PullProjection;
import org.tidemark.protocol.RecordKey;
import org.tidemark.protocol.Rejection;
import org.tidemark.protocol.Rejection.Reason;
import org.tidemark.protocol.Rejection.Violation;
import org.tidemark.spi.Synchronisable;
import org.tidemark.sync.clock.LockedRecords;
import org.tidemark.sync.decide.Decision;
import org.tidemark.sync.decide.PlannedChange;

/**
 * The values of one unique key that a transaction wants to write, and who has them. Nothing of the other's record is
 * told.
 */
final class UniqueValues {

    private static final String TAKEN = "a value that must be unique is taken";
    private static final String USED = "already used by another record";
    private static final String STILL_USED =
            "still used by another record that this push changes too: send that change first, then this one";

    /** A statement has room for some thousand parameters, and a provider for a condition that is not too deep. */
    private static final int VALUES_AT_ONCE = 500;

    private static final int TUPLES_AT_ONCE = 50;

    /** By collection: classes of one table may be collections of their own, whose records have its values to share. */
    private final Map<SyncCollection, UniqueKey> keys = new LinkedHashMap<>();

    private final List<Wish> wishes = new ArrayList<>();
    private final Map<RecordKey, PlannedChange> giving = new HashMap<>();
    private final Map<List<JsonValue>, RecordKey> holders = new HashMap<>();

    /**
     * A change that gives its record other values. It is no key of a map: that would hash all fields of the record.
     */
    private record Wish(PlannedChange plan, Synchronisable entity, List<JsonValue> values) {}

    UniqueValues(CollectionRegistry registry, SyncCollection first, UniqueKey shared) {
        keys.put(first, shared);
        for (SyncCollection collection : registry.all()) {
            collection.table().keys().stream()
                    .filter(shared::isThatOf)
                    .findFirst()
                    .ifPresent(key -> keys.putIfAbsent(collection, key));
        }
    }

    boolean isOf(SyncCollection collection) {
        return keys.containsKey(collection);
    }

    /** Whether it is about this key of the collection. */
    boolean isOf(SyncCollection collection, UniqueKey key) {
        return isOf(collection) && keys.get(collection).isThatOf(key);
    }

    void add(PlannedChange plan, LockedRecords rows) {
        UniqueKey key = keys.get(plan.collection());
        List<JsonValue> before = key.valuesOf(plan.server().fields());
        Synchronisable entity = plan.effect() instanceof Decision.Delete ? null : rows.present(plan.key());
        List<JsonValue> after = entity == null ? null : key.valuesOf(fieldsOf(plan.collection(), entity));
        if (before != null && !before.equals(after)) {
            giving.put(plan.key(), plan);
        }
        if (after != null && !after.equals(before)) {
            wishes.add(new Wish(plan, entity, after));
        }
    }

    private Map<String, JsonValue> fieldsOf(SyncCollection collection, Synchronisable entity) {
        Map<String, JsonValue> fields = new HashMap<>();
        for (Column column : keys.get(collection).columns()) {
            String name = column.path().split("\\.", 2)[0];
            fields.computeIfAbsent(name, n -> collection.field(n).read(entity));
        }
        return fields;
    }

    void readHolders(EntityManager em) {
        int parts = keys.values().iterator().next().columns().size();
        int atOnce = parts == 1 ? VALUES_AT_ONCE : TUPLES_AT_ONCE;
        for (int from = 0; from < wishes.size(); from += atOnce) {
            List<List<Object>> values = wishes.subList(from, Math.min(from + atOnce, wishes.size())).stream()
                    .map(wish -> keys.get(wish.plan().collection()).rawOf(wish.entity()))
                    .toList();
            keys.forEach((collection, key) -> readHolders(em, collection, key, values));
        }
    }

    @SuppressWarnings("unchecked")
    private void readHolders(EntityManager em, SyncCollection collection, UniqueKey key, List<List<Object>> values) {
        var projection = new PullProjection();
        projection.select(collection.queries().idPath());
        key.columns().forEach(column -> column.field().select(projection, parent(column)));
        Query query = em.createQuery(
                projection.query(collection.entity(), "where " + condition(collection, key, values.size())));
        if (projection.hasNone()) {
            query.setParameter("none", PullProjection.NONE);
        }
        if (key.columns().size() == 1) {
            query.setParameter(
                    "values",
                    values.stream().map(tuple -> tuple.get(0)).distinct().toList());
        } else {
            for (int i = 0; i < values.size(); i++) {
                for (int j = 0; j < key.columns().size(); j++) {
                    query.setParameter("v" + i + "x" + j, values.get(i).get(j));
                }
            }
        }
        for (Object[] row : (List<Object[]>) query.getResultList()) {
            List<JsonValue> held = new ArrayList<>();
            int at = 1;
            for (Column column : key.columns()) {
                held.add(column.field().read(row, at));
                at += column.field().width();
            }
            holders.put(asWanted(held), new RecordKey(collection.name(), (UUID) row[0]));
        }
    }

    private static String condition(SyncCollection collection, UniqueKey key, int count) {
        if (key.columns().size() == 1) {
            return collection.queries().pathOf(key.columns().get(0)) + " in :values";
        }
        List<String> tuples = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            List<String> parts = new ArrayList<>();
            for (int j = 0; j < key.columns().size(); j++) {
                parts.add(collection.queries().pathOf(key.columns().get(j)) + " = :v" + i + "x" + j);
            }
            tuples.add("(" + String.join(" and ", parts) + ")");
        }
        return String.join(" or ", tuples);
    }

    private static String parent(Column column) {
        int dot = column.path().lastIndexOf('.');
        return dot < 0 ? "e" : "e." + column.path().substring(0, dot);
    }

    /** To some databases values are the same that differ in case, accents or blanks at the end. */
    private List<JsonValue> asWanted(List<JsonValue> held) {
        if (wishes.stream().anyMatch(wish -> wish.values().equals(held))) {
            return held;
        }
        List<List<JsonValue>> alike = wishes.stream()
                .map(Wish::values)
                .filter(values -> folded(values).equals(folded(held)))
                .distinct()
                .toList();
        return alike.size() == 1 ? alike.get(0) : held;
    }

    private static List<String> folded(List<JsonValue> values) {
        return values.stream()
                .map(value -> value instanceof JsonString text ? text.getString() : value.toString())
                .map(text -> Normalizer.normalize(text, Normalizer.Form.NFD)
                        .replaceAll("\\p{M}", "")
                        .stripTrailing()
                        .toLowerCase(Locale.ROOT))
                .toList();
    }

    /** Sets aside what wants a value that somebody keeps. Of two that want one value, the first has it. */
    void collisions(Foresight foresight) {
        var given = new HashSet<List<JsonValue>>();
        wishes.forEach(wish -> {
            PlannedChange plan = wish.plan();
            List<JsonValue> values = wish.values();
            if (!foresight.isApplied(plan.key())) {
                return;
            }
            RecordKey holder = holders.get(values);
            boolean isKept = holder != null && !holder.equals(plan.key()) && !isGiven(holder, foresight);
            if (isKept || given.contains(values)) {
                foresight.setAside(rejection(plan, TAKEN, USED));
            } else {
                given.add(values);
            }
        });
    }

    private boolean isGiven(RecordKey holder, Foresight foresight) {
        return giving.containsKey(holder) && foresight.isApplied(holder);
    }

    /**
     * Takes the values that move from those that give them, or sets aside who waits for one that cannot be taken like
     * that.
     */
    void park(Foresight foresight, Parking parking) {
        wishes.forEach(wish -> {
            PlannedChange plan = wish.plan();
            RecordKey holder = holders.get(wish.values());
            if (holder != null
                    && !holder.equals(plan.key())
                    && foresight.isApplied(plan.key())
                    && !isParked(giving.get(holder), parking)) {
                foresight.setAside(rejection(plan, STILL_USED, STILL_USED));
            }
        });
    }

    private boolean isParked(PlannedChange giver, Parking parking) {
        return parking.add(giver.collection(), giver, keys.get(giver.collection()));
    }

    private Rejection rejection(PlannedChange plan, String detail, String message) {
        List<Violation> violations = keys.get(plan.collection()).columns().stream()
                .map(column -> new Violation(column.path(), message))
                .toList();
        return new Rejection(plan.key(), Reason.CONSTRAINT, detail, violations);
    }
}
