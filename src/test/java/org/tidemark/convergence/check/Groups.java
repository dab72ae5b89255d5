package org.tidemark.convergence.check;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.tidemark.convergence.Call;
import org.tidemark.convergence.Promise;
import org.tidemark.convergence.Wire;
import org.tidemark.convergence.history.Witness;

/**
 * Promise 1, for fields that only make sense together.
 *
 * <p>Precisely. The values that a user's push leaves in a group are those that were there, or those that somebody had
 * together: as sent, or as decided with both sides on screen.
 */
final class Groups implements Witness {
    private final Report report;
    private final Map<String, Set<List<String>>> together = new HashMap<>();

    Groups(Report report) {
        this.report = report;
    }

    private static List<String> group(Map<String, String> fields) {
        return Wire.GROUP.stream().map(fields::get).toList();
    }

    private void had(String key, Map<String, String> fields) {
        if (fields != null && fields.keySet().containsAll(Wire.GROUP)) {
            together.computeIfAbsent(key, k -> new HashSet<>()).add(group(fields));
        }
    }

    @Override
    public void arrived(Call call) {
        Observed.changes(call).forEach((key, change) -> had(key, change.fields()));
    }

    @Override
    public void resolved(
            int replica, Wire.Conflict conflict, Wire.Side server, Wire.Side client, Map<String, String> result) {
        had(conflict.key(), result);
    }

    @Override
    public void committed(String actor, String key, Map<String, String> before, Map<String, String> after) {
        if (before == null
                || after == null
                || actor.equals("estate")
                || group(before).equals(group(after))) {
            return;
        }
        if (!together.getOrDefault(key, Set.of()).contains(group(after))) {
            report.broken(
                    Promise.NO_LOST_UPDATE,
                    actor + " left in " + key + " the group " + group(after) + ", which nobody had, over " + before);
        }
    }
}
