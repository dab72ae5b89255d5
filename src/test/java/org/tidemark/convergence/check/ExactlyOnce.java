package org.tidemark.convergence.check;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.tidemark.convergence.Call;
import org.tidemark.convergence.Promise;
import org.tidemark.convergence.Wire;
import org.tidemark.convergence.history.Witness;

/**
 * Promise 2: a push is applied once, however often it arrives.
 *
 * <p>Precisely. (a) All results that the server issues under one number of one replica say the same of each change; but
 * a conflict may become <i>forbidden</i> once its other side may not be read any more. (b) A value that was committed
 * in a record and gave way to another is never committed there again, unless somebody chose it when deciding a
 * conflict. (c) No replica is in conflict with itself: a conflict is never about values that all are, or were, stored.
 * A restore takes back what it takes back; results from before it bind only as far as the backup has them.
 */
final class ExactlyOnce implements Witness {
    private final Observed observed;
    private final Report report;

    /** By replica id and number: what was said of each change. */
    private Map<String, Map<String, String>> results = new HashMap<>();

    private Map<String, Map<String, String>> backup = Map.of();
    private final Set<String> chosen = new HashSet<>();
    private final boolean clientWins;
    private final Set<Integer> forgetful = new HashSet<>();

    /** @param clientWins whether a rule writes what somebody sends, whatever has come since */
    ExactlyOnce(Observed observed, boolean clientWins, Report report) {
        this.observed = observed;
        this.clientWins = clientWins;
        this.report = report;
    }

    @Override
    public void resolved(
            int replica, Wire.Conflict conflict, Wire.Side server, Wire.Side client, Map<String, String> result) {
        if (result != null) {
            chosen.addAll(result.values());
        }
    }

    /** What it has forgotten it may write again, as something else. */
    @Override
    public void forgot(int replica) {
        forgetful.add(replica);
    }

    /** Asked before the commit is taken into {@link Observed}. */
    void committing(String key, Map<String, String> before, Map<String, String> after) {
        // Whoever does not know any more that he has sent an edit sends it anew; then the rule lets it win.
        if (before == null || after == null || clientWins && (observed.restored || !forgetful.isEmpty())) {
            return;
        }
        after.forEach((field, value) -> {
            // A rule that lets the client win takes a whole group from it, with what its user did not touch.
            boolean withGroup = clientWins && Wire.GROUP.contains(field);
            if (Observed.traced(field)
                    && !withGroup
                    && !value.equals(before.get(field))
                    && observed.entered.contains(value)
                    && !chosen.contains(value)) {
                report.broken(Promise.EXACTLY_ONCE, key + "." + field + "=" + value + " was applied a second time");
            }
        });
    }

    @Override
    public void answered(Call call, Wire.Answer answer) {
        if (answer.push() == null) {
            return;
        }
        Map<String, String> said = new TreeMap<>();
        answer.push().applied().forEach(applied -> said.put(applied.key(), "applied as " + applied.version()));
        answer.push().conflicts().forEach(conflict -> said.put(conflict.key(), "conflict " + conflict.id()));
        answer.push().rejected().forEach(rejected -> said.put(rejected.key(), "rejected: " + rejected.reason()));
        String push = call.request().replica() + "#" + call.request().push().number();
        Map<String, String> first = results.putIfAbsent(push, said);
        if (first != null) {
            first.forEach((key, before) -> {
                String now = said.get(key);
                if (!before.equals(now) && !withdrawn(before, now) && !withdrawn(now, before)) {
                    report.broken(
                            Promise.EXACTLY_ONCE, push + " said of " + key + " first " + before + ", then " + now);
                }
            });
        }
        if (!answer.push().repeated() && !observed.restored) {
            selfConflicts(call, answer.push());
        }
    }

    private static boolean withdrawn(String one, String other) {
        return "rejected: forbidden".equals(one) && other != null && other.startsWith("conflict");
    }

    private void selfConflicts(Call call, Wire.Result result) {
        Map<String, Wire.Change> changes = Observed.changes(call);
        Set<String> resolutions = new HashSet<>();
        call.request().push().resolutions().forEach(resolution -> resolutions.add(resolution.conflict()));
        for (Wire.Conflict conflict : result.conflicts()) {
            Wire.Change change = changes.get(conflict.key());
            if (change == null || !resolutions.isEmpty() || forgetful.contains(call.replica())) {
                continue;
            }
            Map<String, String> written = Observed.written(change);
            boolean old = written.values().stream().allMatch(observed.entered::contains)
                    && written.values().stream().noneMatch(chosen::contains);
            if (!written.isEmpty() && old) {
                report.broken(
                        Promise.EXACTLY_ONCE,
                        "replica " + call.replica() + " conflicts with itself: " + conflict.key() + " " + written
                                + " had been applied");
            }
        }
    }

    @Override
    public void backedUp() {
        backup = new HashMap<>(results);
    }

    @Override
    public void restored() {
        results = new HashMap<>(backup);
    }
}
