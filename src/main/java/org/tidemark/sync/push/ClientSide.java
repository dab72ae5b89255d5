package org.tidemark.sync.push;

import jakarta.json.JsonValue;
import jakarta.validation.ConstraintViolation;
import jakarta.validation.Validator;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.tidemark.mapping.SyncCollection;
import org.tidemark.mapping.TableFacts;
import org.tidemark.mapping.field.ReferenceField;
import org.tidemark.mapping.field.SyncField;
import org.tidemark.protocol.Rejection;
import org.tidemark.protocol.Rejection.Reason;
import org.tidemark.protocol.Rejection.Violation;
import org.tidemark.spi.Synchronisable;
import org.tidemark.sync.decide.PlannedChange;
import org.tidemark.sync.retry.MachineFailure;

/**
 * The client's side of a conflict, judged before it is registered: what could never be written is nothing to decide
 * about, and the register is no place for what no column could hold.
 */
final class ClientSide {

    private final Validator validator;

    ClientSide(Validator validator) {
        this.validator = validator;
    }

    /** Null if the conflict can be registered. */
    Rejection broken(PlannedChange plan) {
        TableFacts table = plan.collection().table();
        List<Violation> violations = new ArrayList<>(table.tooLong(plan.fields()));
        table.tooLong(plan.base()).stream()
                .filter(one -> !violations.contains(one))
                .forEach(violations::add);
        if (violations.isEmpty()) {
            violations.addAll(brokenRules(plan));
        }
        return violations.isEmpty()
                ? null
                : new Rejection(plan.key(), Reason.INVALID, "the record breaks a rule", violations);
    }

    /** Of the fields that were sent and are not as the server has them; the others are not there, and say nothing. */
    private List<Violation> brokenRules(PlannedChange plan) {
        Map<String, JsonValue> sent = new LinkedHashMap<>(plan.fields());
        sent.entrySet()
                .removeIf(one -> one.getValue().equals(plan.server().fields().get(one.getKey())));
        if (sent.isEmpty()) {
            return List.of();
        }
        try {
            return brokenRules(plan, sent);
        } catch (Throwable e) {
            MachineFailure.passOn(e);
            return List.of(); // a setter that needs the rest of the record: whoever decides hears of it
        }
    }

    private List<Violation> brokenRules(PlannedChange plan, Map<String, JsonValue> sent) {
        Synchronisable alone = plan.collection().newInstance();
        sent.forEach((name, value) -> {
            SyncField field = plan.collection().field(name);
            if (!(field instanceof ReferenceField)) {
                field.write(alone, field.property().get(alone), value, (collection, id) -> null);
            }
        });
        Set<ConstraintViolation<Synchronisable>> all = validator.validate(alone);
        return RecordWriter.violations(plan.collection(), all).stream()
                .filter(one -> isOf(plan.collection(), sent, one.field()))
                .toList();
    }

    private static boolean isOf(SyncCollection collection, Map<String, JsonValue> sent, String path) {
        String name = path.split("[.\\[]", 2)[0];
        return sent.containsKey(name) && !(collection.field(name) instanceof ReferenceField);
    }
}
