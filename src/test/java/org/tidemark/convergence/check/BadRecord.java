package org.tidemark.convergence.check;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.tidemark.convergence.Call;
import org.tidemark.convergence.Promise;
import org.tidemark.convergence.Wire;
import org.tidemark.convergence.history.Witness;

/**
 * Promise 6: one bad record never blocks the rest, and is never dropped.
 *
 * <p>Precisely. (a) A well-formed request is refused as a whole only because of who sends it or when. (b) Every change
 * ends in exactly one of applied, conflicted, rejected. (c) A rejection has a reason in the change itself: what is
 * <i>invalid</i> was written so, a <i>constraint</i> has a duplicate, a missing parent or a remaining child to show,
 * and <i>forbidden</i> is said only to somebody who may not everything. (d) A refused change stays at its replica,
 * marked, until its user writes it anew or gives it up. A new record that its user has deleted before the refusal came
 * is over.
 */
final class BadRecord implements Witness {
    private static final Set<String> REFUSALS =
            Set.of("unauthenticated", "replica-not-owned", "replica-reset-required", "replica-revoked", "busy");

    private final Observed observed;
    private final Report report;
    private final Map<Integer, Set<String>> marked = new HashMap<>();
    private final Map<Integer, Set<String>> deleted = new HashMap<>();
    private final Map<String, Set<String>> companiesWithNumber = new HashMap<>();
    private final Set<String> parents = new HashSet<>();

    /** Contacts that arrived when their company was not there. */
    private final Set<String> orphans = new HashSet<>();

    BadRecord(Observed observed, Report report) {
        this.observed = observed;
        this.report = report;
    }

    @Override
    public void wrote(int replica, String key, Map<String, String> shown, Map<String, String> written) {
        unmark(replica, key);
        deleted.getOrDefault(replica, new HashSet<>()).remove(key);
    }

    @Override
    public void deleted(int replica, String key, Map<String, String> shown) {
        unmark(replica, key);
        deleted.computeIfAbsent(replica, r -> new HashSet<>()).add(key);
    }

    @Override
    public void discarded(int replica, String key) {
        unmark(replica, key);
    }

    @Override
    public void wiping(int replica, String id) {
        forgot(replica);
    }

    @Override
    public void forgot(int replica) {
        marked.remove(replica);
        deleted.remove(replica);
    }

    private void unmark(int replica, String key) {
        marked.getOrDefault(replica, new HashSet<>()).remove(key);
    }

    @Override
    public void arrived(Call call) {
        Observed.changes(call).forEach((key, change) -> {
            if (change.fields().containsKey("vatNumber")) {
                companiesWithNumber
                        .computeIfAbsent(change.fields().get("vatNumber"), n -> new HashSet<>())
                        .add(key);
            }
            if (change.fields().containsKey("company")) {
                String parent = change.fields().get("company");
                parents.add(parent);
                if (!observed.content.containsKey(parent)) {
                    orphans.add(key);
                }
            }
        });
    }

    @Override
    public void answered(Call call, Wire.Answer answer) {
        if (answer.problem() != null && !REFUSALS.contains(answer.problem())) {
            report.broken(Promise.ONE_BAD_RECORD, "refused as a whole, as " + answer.problem() + ": " + call);
        }
        if (answer.push() == null) {
            return;
        }
        Map<String, Wire.Change> changes = Observed.changes(call);
        Map<String, Integer> outcomes = new HashMap<>();
        answer.push().applied().forEach(applied -> outcomes.merge(applied.key(), 1, Integer::sum));
        answer.push().conflicts().forEach(conflict -> outcomes.merge(conflict.key(), 1, Integer::sum));
        answer.push().rejected().forEach(rejected -> outcomes.merge(rejected.key(), 1, Integer::sum));
        changes.keySet().forEach(key -> {
            int count = outcomes.getOrDefault(key, 0);
            if (count != 1) {
                report.broken(Promise.ONE_BAD_RECORD, "the change of " + key + " has " + count + " outcomes");
            }
        });
        for (Wire.Rejected rejected : answer.push().rejected()) {
            Wire.Change change = changes.get(rejected.key());
            if (change == null || !justified(call, change, rejected.reason())) {
                report.broken(
                        Promise.ONE_BAD_RECORD, "refused for no reason of its own, as " + rejected + ": " + change);
            }
        }
    }

    private boolean justified(Call call, Wire.Change change, String reason) {
        return switch (reason) {
            case "invalid" -> "".equals(change.fields().get("name"));
            case "forbidden" -> observed.lacked(call.request().user());
            case "constraint" -> constrained(call.request().user(), change);
            default -> false;
        };
    }

    /** A parent that its user may not see counts as missing. */
    private boolean constrained(String user, Wire.Change change) {
        if (!Wire.isCompany(change.key())) {
            String parent = change.fields().get("company");
            return orphans.contains(change.key()) || observed.deleted.contains(parent) || observed.lacked(user);
        }
        return change.kind() == Wire.Kind.DELETED
                ? parents.contains(change.key())
                : companiesWithNumber.get(change.fields().get("vatNumber")).size() > 1;
    }

    @Override
    public void acknowledged(int replica, Wire.Push push, Wire.Result result) {
        Set<String> over = new HashSet<>(deleted.getOrDefault(replica, Set.of()));
        over.removeIf(key -> push.changes().stream()
                .noneMatch(change -> change.key().equals(key) && change.kind() == Wire.Kind.ADDED));
        for (Wire.Rejected rejected : result.rejected()) {
            if (!over.contains(rejected.key())) {
                marked.computeIfAbsent(replica, r -> new HashSet<>()).add(rejected.key());
            }
        }
    }

    @Override
    public void shows(
            int replica, Map<String, Map<String, String>> content, Set<String> pending, Map<String, String> rejected) {
        for (String key : new HashSet<>(marked.getOrDefault(replica, Set.of()))) {
            if (rejected.containsKey(key)) {
                continue;
            }
            // It may have been written anew while the refusal was on its way: then it is to be sent again.
            unmark(replica, key);
            if (!pending.contains(key)) {
                report.broken(
                        Promise.ONE_BAD_RECORD, "replica " + replica + " forgot that " + key + " had been refused");
            }
        }
    }
}
