package org.tidemark.convergence.check;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import org.tidemark.convergence.Call;
import org.tidemark.convergence.Promise;
import org.tidemark.convergence.Wire;
import org.tidemark.convergence.history.Witness;

/**
 * Promise 1: an edit that the server acknowledged is in the record's history or in a registered conflict.
 *
 * <p>Precisely. (a) A committed value gives way only to a value whose writer had it on screen, directly or by way of
 * other values, or had it beside the own one when deciding a conflict. (b) A record is deleted only by somebody who had
 * all its values, or later ones, on screen. (c) When the server says <i>applied</i>, each value that the change wrote
 * is or was in the committed record; when it says <i>conflicted</i>, the register holds the conflict with each of them.
 * Where a rule decides, the register keeps the side that loses: that counts in (a) and (c).
 * (d) What users wrote and the server never acknowledged is at rest still to be sent, refused, or given up by them:
 * that is checked by {@link LocalEdits}.
 */
final class LostUpdate implements Witness {
    private final Observed observed;
    private final Report report;
    private final Checker.Register register;

    /** What was on screen when a user deleted a record, or decided that it should be gone. */
    private final Map<String, List<Map<String, String>>> deletions = new HashMap<>();

    /** What another program has deleted, without a look at it. */
    private final Set<String> erased = new HashSet<>();

    LostUpdate(Observed observed, Report report, Checker.Register register) {
        this.observed = observed;
        this.report = report;
        this.register = register;
    }

    @Override
    public void deleted(int replica, String key, Map<String, String> shown) {
        deletions.computeIfAbsent(key, k -> new ArrayList<>()).add(shown);
    }

    @Override
    public void erases(String key) {
        erased.add(key);
    }

    @Override
    public void resolved(
            int replica, Wire.Conflict conflict, Wire.Side server, Wire.Side client, Map<String, String> result) {
        if (result == null && !server.deleted()) {
            deleted(replica, conflict.key(), server.fields());
        }
    }

    @Override
    public void committed(String actor, String key, Map<String, String> before, Map<String, String> after) {
        if (before == null) {
            return;
        }
        if (after == null) {
            boolean seen = deletions.getOrDefault(key, List.of()).stream().anyMatch(shown -> covers(shown, before));
            if (!seen && !erased.contains(key)) {
                report.broken(
                        Promise.NO_LOST_UPDATE,
                        actor + " deleted " + key + " " + before + " that nobody who deleted it had seen");
            }
            return;
        }
        before.forEach((field, was) -> {
            String is = after.get(field);
            if (Observed.traced(field)
                    && !observed.lineage.knows(is, was)
                    && !keptByRule(key, Wire.Conflict::server, field, was)) {
                report.broken(
                        Promise.NO_LOST_UPDATE,
                        actor + " overwrote " + key + "." + field + "=" + was + " with " + is
                                + ", whose writer had not seen it");
            }
        });
    }

    private boolean covers(Map<String, String> shown, Map<String, String> fields) {
        return fields.entrySet().stream()
                .allMatch(entry -> !Observed.traced(entry.getKey())
                        || observed.lineage.knows(shown.get(entry.getKey()), entry.getValue()));
    }

    @Override
    public void answered(Call call, Wire.Answer answer) {
        if (answer.push() == null) {
            return;
        }
        Map<String, Wire.Change> changes = Observed.changes(call);
        for (Wire.Applied applied : answer.push().applied()) {
            Wire.Change change = changes.get(applied.key());
            if (change == null) {
                continue;
            }
            Observed.written(change).forEach((field, value) -> {
                if (!observed.entered.contains(value)
                        && !keptByRule(change.key(), Wire.Conflict::client, field, value)) {
                    report.broken(
                            Promise.NO_LOST_UPDATE,
                            change.key() + "." + field + "=" + value + " was acknowledged and never stored");
                }
            });
            if (change.kind() == Wire.Kind.DELETED
                    && !answer.push().repeated()
                    && !observed.restored
                    && observed.content.containsKey(change.key())
                    && !observed.deleted.contains(change.key())) {
                report.broken(Promise.NO_LOST_UPDATE, "the delete of " + change.key() + " was acknowledged, not done");
            }
        }
        for (Wire.Conflict conflict : answer.push().conflicts()) {
            Wire.Change change = changes.get(conflict.key());
            Wire.Conflict kept = register.find(conflict.id());
            if (change != null && (kept == null || !holds(kept, change))) {
                report.broken(
                        Promise.NO_LOST_UPDATE,
                        "conflict " + conflict.id() + " of " + conflict.key() + " was answered, but the register has "
                                + kept);
            }
        }
    }

    /** Whether a rule has decided against a value, and the register keeps it. */
    private boolean keptByRule(String key, Function<Wire.Conflict, Wire.Side> side, String field, String value) {
        return register.decidedByRule(key).stream()
                .anyMatch(conflict -> value.equals(side.apply(conflict).fields().get(field)));
    }

    private static boolean holds(Wire.Conflict kept, Wire.Change change) {
        if (change.kind() == Wire.Kind.DELETED) {
            return kept.client().deleted();
        }
        return Observed.written(change).entrySet().stream().allMatch(entry -> entry.getValue()
                .equals(kept.client().fields().get(entry.getKey())));
    }
}
