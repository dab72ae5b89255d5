package org.tidemark.sync.constraints;

import jakarta.json.JsonString;
import jakarta.json.JsonValue;
import jakarta.persistence.EntityManager;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.UUID;
import org.tidemark.mapping.SyncCollection;
import org.tidemark.mapping.field.ReferenceField;
import org.tidemark.protocol.RecordKey;
import org.tidemark.protocol.Rejection;
import org.tidemark.protocol.Rejection.Reason;
import org.tidemark.sync.decide.Decision;
import org.tidemark.sync.decide.PlannedChange;

/**
 * A record that is to be deleted while others refer to it.
 *
 * @param others how many
 * @param leaving those of them that go too, or refer to another one from then on, by changes of the same push
 */
record Referred(RecordKey parent, long others, List<RecordKey> leaving) {

    static final String STILL = "other records still refer to it";

    /** The ones among the records {@code ids} that a reference leads to. */
    static List<Referred> read(
            EntityManager em,
            SyncCollection parent,
            List<UUID> ids,
            SyncCollection child,
            ReferenceField reference,
            Collection<PlannedChange> plans) {
        List<Referred> found = new ArrayList<>();
        em.createQuery(child.queries().referringCounts(reference, parent), Object[].class)
                .setParameter("ids", ids)
                .getResultList()
                .forEach(row -> {
                    UUID id = (UUID) row[0];
                    List<RecordKey> leaving = plans.stream()
                            .filter(plan -> plan.collection() == child && leaves(plan, reference, id))
                            .map(PlannedChange::key)
                            .toList();
                    found.add(new Referred(new RecordKey(parent.name(), id), ((Number) row[1]).longValue(), leaving));
                });
        return found;
    }

    private static boolean leaves(PlannedChange plan, ReferenceField reference, UUID parent) {
        return refersTo(plan.server().fields().get(reference.name()), parent)
                && (plan.effect() instanceof Decision.Delete
                        || plan.effect() instanceof Decision.Update update
                                && update.fields().containsKey(reference.name())
                                && !refersTo(update.fields().get(reference.name()), parent));
    }

    private static boolean refersTo(JsonValue value, UUID id) {
        return value instanceof JsonString text && text.getString().equals(id.toString());
    }

    void check(Foresight foresight) {
        if (foresight.isApplied(parent)
                && others > leaving.stream().filter(foresight::isApplied).count()) {
            foresight.setAside(new Rejection(parent, Reason.CONSTRAINT, STILL));
        }
    }
}
