package org.tidemark.sync.push;

import jakarta.json.JsonObject;
import jakarta.json.JsonValue;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.function.BooleanSupplier;
import org.tidemark.json.Json;
import org.tidemark.log.TroubleLog;
import org.tidemark.mapping.field.MalformedValueException;
import org.tidemark.protocol.Conflict.Kind;
import org.tidemark.protocol.Resolution.Outcome;
import org.tidemark.spi.ConflictRule;
import org.tidemark.spi.EditConflict;
import org.tidemark.spi.SyncState;
import org.tidemark.spi.Verdict;
import org.tidemark.sync.decide.Decision;
import org.tidemark.sync.decide.PlannedChange;
import org.tidemark.sync.decide.ServerState;
import org.tidemark.sync.decide.ThreeWayMerge;
import org.tidemark.sync.retry.DatabaseRefusedException;
import org.tidemark.sync.retry.MachineFailure;
import org.tidemark.sync.retry.RuleFailedException;

/**
 * Asks the application's rules within one transaction, and makes decisions of what they say. Where a rule has nothing
 * to say that can be done, a person decides.
 */
public final class RuleEvaluation {

    private static final TroubleLog LOG = new TroubleLog(RuleEvaluation.class);

    static final RuleEvaluation NONE = new RuleEvaluation(ConflictRules.NONE, Set.of(), () -> false);

    private final ConflictRules rules;
    private final Set<String> off;
    private final BooleanSupplier isDoomed;

    /**
     * @param off the collections whose rules are not asked
     * @param isDoomed whether the transaction can only be rolled back by now
     */
    public RuleEvaluation(ConflictRules rules, Set<String> off, BooleanSupplier isDoomed) {
        this.rules = rules;
        this.off = off;
        this.isDoomed = isDoomed;
    }

    /**
     * The plan as it came, or with what the rule decided.
     *
     * @param server the sync state of the record, which is there
     * @throws RuleFailedException if the rule took the transaction with it
     */
    PlannedChange decide(PlannedChange plan, SyncState server, String user, Instant now) {
        if (!(plan.decision() instanceof Decision.Clash clash)
                || clash.kind() != Kind.MODIFIED_MODIFIED
                || !rules.has(plan.collection())
                || off.contains(plan.collection().name())) {
            return plan;
        }
        Map<String, JsonValue> present = ((ServerState.Present) plan.server()).fields();
        ThreeWayMerge merged = ThreeWayMerge.of(
                plan.fields(),
                plan.base(),
                present,
                plan.collection().mergeRules().coupled());
        var conflict = new EditConflict(
                plan.key().id(),
                clash.disputed(),
                base(plan),
                new EditConflict.Side(json(plan.fields()), user, now),
                new EditConflict.Side(json(present), server.getModifiedBy(), server.getModifiedAt()));
        Verdict verdict = ask(plan, conflict);
        return switch (verdict.outcome()) {
            case PERSON -> plan;
            case CLIENT -> plan.but(new Decision.ByRule(clash, Outcome.CLIENT, update(merged.mine())));
            case SERVER -> plan.but(new Decision.ByRule(clash, Outcome.SERVER, new Decision.Nothing()));
            case MERGED -> merge(plan, clash, present, merged, verdict.fields());
        };
    }

    private Verdict ask(PlannedChange plan, EditConflict conflict) {
        ConflictRule<?> rule = rules.of(plan.collection());
        try {
            Verdict verdict = rule.decide(conflict);
            if (isDoomed.getAsBoolean()) {
                LOG.warn(rule.getClass().getName() + " marked the transaction for rollback", null);
                throw new RuleFailedException(plan.collection().name());
            }
            if (verdict != null) {
                return verdict;
            }
            tell(plan, "it said null", null);
        } catch (RuleFailedException e) {
            throw e;
        } catch (Throwable e) {
            MachineFailure.passOn(e);
            if (e instanceof RuntimeException failure
                    && DatabaseRefusedException.of(failure) instanceof DatabaseRefusedException refused) {
                if (refused.isTransient()) {
                    throw refused;
                }
                tell(plan, "the database refused it something", e);
                throw new RuleFailedException(plan.collection().name());
            }
            tell(plan, "it failed", e);
            if (isDoomed.getAsBoolean()) {
                throw new RuleFailedException(plan.collection().name());
            }
        }
        return Verdict.person();
    }

    private static void tell(PlannedChange plan, String what, Throwable failure) {
        String message = "the rule of " + plan.collection().name() + " is no help with record "
                + plan.key().id() + ", so a person decides: " + what;
        LOG.warn(message, failure);
    }

    private static PlannedChange merge(
            PlannedChange plan,
            Decision.Clash clash,
            Map<String, JsonValue> present,
            ThreeWayMerge merged,
            JsonObject sent) {
        Map<String, JsonValue> fields = new LinkedHashMap<>(merged.mine());
        fields.keySet().removeAll(merged.disputed());
        try {
            plan.collection().canonical(sent, present).forEach((name, value) -> {
                fields.remove(name);
                if (!value.equals(present.get(name))) {
                    fields.put(name, value);
                }
            });
        } catch (MalformedValueException e) {
            tell(plan, e.field() + ": " + e.getMessage(), null);
            return plan;
        }
        for (String field : fields.keySet()) {
            if (plan.collection().mergeRules().readOnly().contains(field)
                    || plan.collection().fixed().contains(field)) {
                tell(plan, field + " cannot be written", null);
                return plan;
            }
        }
        return plan.but(new Decision.ByRule(clash, Outcome.MERGED, update(fields)));
    }

    private static Decision update(Map<String, JsonValue> fields) {
        return fields.isEmpty() ? new Decision.Nothing() : new Decision.Update(fields);
    }

    private static JsonObject base(PlannedChange plan) {
        if (plan.base().isEmpty()) {
            return JsonValue.EMPTY_JSON_OBJECT;
        }
        Map<String, JsonValue> base = new LinkedHashMap<>(plan.fields());
        base.putAll(plan.base());
        return json(base);
    }

    private static JsonObject json(Map<String, JsonValue> fields) {
        return Json.createObjectBuilder(fields).build();
    }
}
