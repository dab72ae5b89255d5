package org.tidemark.sync.push;

import jakarta.json.JsonString;
import jakarta.json.JsonValue;
import jakarta.validation.ConstraintViolation;
import jakarta.validation.Validator;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import org.tidemark.log.TroubleLog;
import org.tidemark.mapping.SyncCollection;
import org.tidemark.mapping.TableFacts;
import org.tidemark.mapping.field.ReferenceField;
import org.tidemark.mapping.field.SyncField;
import org.tidemark.protocol.RecordKey;
import org.tidemark.protocol.Rejection;
import org.tidemark.protocol.Rejection.Reason;
import org.tidemark.protocol.Rejection.Violation;
import org.tidemark.spi.Synchronisable;
import org.tidemark.sync.access.CallerRights;
import org.tidemark.sync.clock.LockedRecords;
import org.tidemark.sync.decide.Decision;
import org.tidemark.sync.decide.PlannedChange;
import org.tidemark.sync.retry.ApplicationFailedException;
import org.tidemark.sync.retry.DatabaseRefusedException;
import org.tidemark.sync.retry.MachineFailure;
import org.tidemark.sync.retry.RefusedException;
import org.tidemark.sync.state.ScopeClock;

/** Writes the changes of a unit into the entities in memory, and takes all of it back if one of them breaks a rule. */
final class RecordWriter {

    private static final TroubleLog LOG = new TroubleLog(RecordWriter.class);

    private final LockedRecords rows;
    private final CallerRights rights;
    private final PermissionCheck permission;
    private final Validator validator;

    RecordWriter(LockedRecords rows, CallerRights rights, PermissionCheck permission, Validator validator) {
        this.rows = rows;
        this.rights = rights;
        this.permission = permission;
        this.validator = validator;
    }

    /**
     * The plans as they came if all of them are written; otherwise nothing is, and the one to blame is rejected. What a
     * merge or a rule made of two edits is not blamed on the one who sent the second: a person decides.
     *
     * @throws ApplicationFailedException if a setter or a validator of the application throws: what it has written by
     *     then, nobody can take back
     */
    List<PlannedChange> apply(List<PlannedChange> plans) {
        Deque<Runnable> undo = new ArrayDeque<>();
        for (PlannedChange plan : plans) {
            Rejection rejection = apply(plan, undo);
            if (rejection != null) {
                undo.forEach(Runnable::run);
                List<PlannedChange> refused = new ArrayList<>(plans);
                boolean broken = rejection.reason() == Reason.INVALID
                        || rejection.reason() == Reason.CONSTRAINT
                        || plan.isMadeByRule();
                PlannedChange byPerson = broken ? plan.byPerson() : null;
                refused.set(plans.indexOf(plan), byPerson == null ? plan.but(rejection) : byPerson);
                return refused;
            }
        }
        return plans;
    }

    private Rejection apply(PlannedChange plan, Deque<Runnable> undo) {
        Decision effect = plan.effect();
        if (effect instanceof Decision.Insert insert) {
            Synchronisable created = plan.collection().newInstance();
            created.setSyncId(plan.key().id());
            rows.created(plan.key(), created);
            undo.push(() -> rows.forget(plan.key()));
            return write(plan, created, insert.fields(), new HashMap<>());
        }
        if (effect instanceof Decision.Update update) {
            Synchronisable entity = rows.present(plan.key());
            Map<SyncField, Object> before = new HashMap<>();
            undo.push(() -> byEstate(plan, () -> {
                before.forEach((field, raw) -> field.property().set(entity, raw));
                return null;
            }));
            return write(plan, entity, update.fields(), before);
        }
        return null;
    }

    /** @param before takes what the fields held */
    private Rejection write(
            PlannedChange plan, Synchronisable entity, Map<String, JsonValue> values, Map<SyncField, Object> before) {
        Rejection missing = checkReferences(plan, values);
        if (missing != null) {
            return missing;
        }
        Map<String, JsonValue> known = plan.server().fields();
        Set<ConstraintViolation<Synchronisable>> broken = byEstate(plan, () -> {
            values.forEach((name, value) -> {
                if (value.equals(known.get(name))) {
                    return;
                }
                SyncField field = plan.collection().field(name);
                Object present = field.property().get(entity);
                before.put(field, present);
                field.write(entity, present, value, (collection, id) -> rows.present(new RecordKey(collection, id)));
            });
            return validator.validate(entity);
        });
        Rejection invalid = rejection(plan, broken);
        Rejection refused = invalid != null ? invalid : tooLong(plan, entity, values);
        return refused != null ? refused : checkScope(plan, entity);
    }

    /**
     * What runs the application's getters, setters and validators. What the database says to them is its own word, to
     * be tried again perhaps.
     */
    static <T> T byEstate(PlannedChange plan, Supplier<T> work) {
        try {
            return work.get();
        } catch (Throwable e) {
            MachineFailure.passOn(e);
            if (DatabaseRefusedException.of(e) instanceof RefusedException database) {
                throw database;
            }
            LOG.warn(
                    "the record " + plan.key().id() + " of " + plan.key().collection() + " does not take the change",
                    e);
            throw new ApplicationFailedException("a setter or a validator failed");
        }
    }

    private Rejection checkReferences(PlannedChange plan, Map<String, JsonValue> values) {
        Map<String, JsonValue> known = plan.server().fields();
        for (ReferenceField reference : plan.collection().references()) {
            JsonValue value = values.get(reference.name());
            if (!(value instanceof JsonString id) || value.equals(known.get(reference.name()))) {
                continue;
            }
            Synchronisable target = rows.present(new RecordKey(reference.target(), ReferenceField.id(id)));
            if (target == null || !isVisible(target)) {
                return reference.missing(plan.key(), ReferenceField.id(id));
            }
        }
        return null;
    }

    private boolean isVisible(Synchronisable target) {
        String scope = target.getSync().getScope();
        return scope == null || rights.mayRead(scope);
    }

    private static Rejection rejection(PlannedChange plan, Set<ConstraintViolation<Synchronisable>> broken) {
        return invalid(plan, violations(plan.collection(), broken));
    }

    /** What is hidden from replicas is not named to them: neither the attribute nor what the rule says of it. */
    static List<Violation> violations(SyncCollection collection, Set<ConstraintViolation<Synchronisable>> broken) {
        return broken.stream()
                .map(v -> {
                    String path = v.getPropertyPath().toString();
                    return collection.hides(path)
                            ? new Violation("", "the application does not accept this change")
                            : new Violation(path, v.getMessage());
                })
                .distinct()
                .sorted(Comparator.comparing(Violation::field).thenComparing(Violation::message))
                .toList();
    }

    private static Rejection invalid(PlannedChange plan, List<Violation> violations) {
        return violations.isEmpty()
                ? null
                : new Rejection(plan.key(), Reason.INVALID, "the record breaks a rule", violations);
    }

    /** What the database would not take, or would cut off. A setter may have made it shorter. */
    private static Rejection tooLong(PlannedChange plan, Synchronisable entity, Map<String, JsonValue> values) {
        TableFacts table = plan.collection().table();
        if (table.tooLong(values).isEmpty()) {
            return null;
        }
        Map<String, JsonValue> written = new HashMap<>();
        values.keySet()
                .forEach(name -> written.put(name, plan.collection().field(name).read(entity)));
        return invalid(plan, table.tooLong(written));
    }

    private Rejection checkScope(PlannedChange plan, Synchronisable entity) {
        String scope = rows.scopeOf(plan.collection(), entity);
        if (scope == null) {
            String field = plan.collection().scopeField().name();
            return new Rejection(
                    plan.key(),
                    Reason.INVALID,
                    "the record has no scope",
                    List.of(new Violation(field, "must not be null")));
        }
        if (ScopeClock.isTooLong(scope)) {
            String message = "a scope has at most " + ScopeClock.LONGEST_SCOPE + " characters";
            String field = plan.collection().scopeField().name();
            return new Rejection(plan.key(), Reason.INVALID, message, List.of(new Violation(field, message)));
        }
        return permission.asItWouldBe(plan, entity, scope);
    }
}
