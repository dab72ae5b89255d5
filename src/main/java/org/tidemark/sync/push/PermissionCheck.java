package org.tidemark.sync.push;

import jakarta.json.JsonValue;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;
import org.tidemark.mapping.field.ReferenceField;
import org.tidemark.mapping.field.SyncField;
import org.tidemark.protocol.Change;
import org.tidemark.protocol.RecordKey;
import org.tidemark.protocol.Rejection;
import org.tidemark.protocol.Rejection.Reason;
import org.tidemark.protocol.Rejection.Violation;
import org.tidemark.spi.Operation;
import org.tidemark.spi.Synchronisable;
import org.tidemark.sync.access.CallerRights;
import org.tidemark.sync.clock.LockedRecords;
import org.tidemark.sync.decide.Decision;
import org.tidemark.sync.decide.PlannedChange;
import org.tidemark.sync.decide.ServerState.Present;
import org.tidemark.sync.state.Tombstone;

/**
 * Whether the caller may do what a change asks for: in this scope, to this record, to these fields. It is judged before
 * a conflict is registered, so that nobody gets one over a record that is not theirs to change.
 */
final class PermissionCheck {

    private final LockedRecords rows;
    private final CallerRights rights;

    PermissionCheck(LockedRecords rows, CallerRights rights) {
        this.rows = rows;
        this.rights = rights;
    }

    /** Judges the change by the record as it is; null if it may go on. */
    Rejection asItIs(PlannedChange plan) {
        if (plan.decision() instanceof Decision.Nothing) {
            return null;
        }
        Synchronisable entity = rows.present(plan.key());
        if (entity != null) {
            if (!rights.mayWrite(entity.getSync().getScope())) {
                return forbidden(plan, "you may not write in the record's scope");
            }
            Operation operation = plan.change() instanceof Change.Deleted ? Operation.DELETED : Operation.MODIFIED;
            if (!rights.mayChange(entity, operation)) {
                return forbidden(plan, "you may not change this record");
            }
        }
        Tombstone tombstone = rows.deleted(plan.key());
        if (tombstone != null && !rights.mayWrite(tombstone.scope())) {
            return forbidden(plan, "you may not write in the record's scope");
        }
        boolean isGone = entity == null && tombstone == null;
        if (isGone && plan.decision() instanceof Decision.Clash && !mayWriteWhereNamed(plan)) {
            return forbidden(plan, "you may not write in the scope that the record names");
        }
        return fields(plan);
    }

    private boolean mayWriteWhereNamed(PlannedChange plan) {
        String scope = scopeNamedBy(plan);
        return scope.isEmpty() || rights.mayWrite(scope);
    }

    /**
     * The scope that the client's side names, or an empty string. A parent out of sight names none, as one that is not
     * there.
     */
    String scopeNamedBy(PlannedChange plan) {
        SyncField field = plan.collection().scopeField();
        String named = SyncField.scope(plan.fields().getOrDefault(field.name(), JsonValue.NULL));
        if (named == null || !(field instanceof ReferenceField reference)) {
            return named == null ? "" : named;
        }
        Synchronisable parent = rows.present(new RecordKey(reference.target(), UUID.fromString(named)));
        String scope = parent == null ? null : parent.getSync().getScope();
        return scope != null && rights.mayRead(scope) ? scope : "";
    }

    private Rejection fields(PlannedChange plan) {
        Set<String> readOnly = rights.readOnly(plan.collection());
        if (readOnly.isEmpty()) {
            return null;
        }
        List<Violation> violations = changed(plan)
                .filter(readOnly::contains)
                .sorted()
                .map(field -> new Violation(field, "you may not change this field"))
                .toList();
        return violations.isEmpty()
                ? null
                : new Rejection(
                        plan.key(),
                        Reason.FORBIDDEN,
                        "you may not change " + violations.get(0).field(),
                        violations);
    }

    /** The fields to which the caller gives another value. */
    private static Stream<String> changed(PlannedChange plan) {
        Map<String, JsonValue> fields = plan.fields();
        if (plan.server() instanceof Present present) {
            Stream<String> different = fields.keySet().stream()
                    .filter(field -> !fields.get(field).equals(present.fields().get(field)));
            if (!(plan.change() instanceof Change.Modified modified) || modified.version() == present.version()) {
                return different;
            }
            // Based on another version: what merely differs may be the work of others.
            return plan.base().isEmpty() && plan.decision() instanceof Decision.Clash
                    ? Stream.empty()
                    : different.filter(field -> plan.base().isEmpty()
                            || !fields.get(field).equals(plan.base().getOrDefault(field, fields.get(field))));
        }
        if (plan.decision() instanceof Decision.Insert) {
            Object fresh = plan.collection().newInstance();
            return fields.keySet().stream().filter(field -> !fields.get(field)
                    .equals(plan.collection().field(field).read(fresh)));
        }
        return Stream.empty(); // a deletion takes no field, and a conflict over one is judged when it is resolved
    }

    /** Judges the change by the record as it would be; null if it may go on. */
    Rejection asItWouldBe(PlannedChange plan, Synchronisable entity, String scope) {
        if (!rights.mayWrite(scope)) {
            return forbidden(plan, "you may not write in the scope that the record would get");
        }
        Operation operation = plan.effect() instanceof Decision.Insert ? Operation.ADDED : Operation.MODIFIED;
        return rights.mayChange(entity, operation) ? null : forbidden(plan, "the record would not be yours to change");
    }

    private static Rejection forbidden(PlannedChange plan, String detail) {
        return new Rejection(plan.key(), Reason.FORBIDDEN, detail);
    }
}
