package org.tidemark.convergence.check;

import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.tidemark.convergence.Promise;
import org.tidemark.convergence.history.Witness;

/**
 * Promise 3, and what 4, 5 and 8 mean for a replica.
 *
 * <p>Precisely. When a replica has finished a pull whose first page was asked for at a moment m, then every record that
 * did not change since m, whose scope did not, and on which the replica has no work of its own, is shown by the replica
 * exactly as the server has it, if its user may read it, and not at all otherwise. Missing or old: a skipped row.
 * Deleted on the server and still shown: a resurrection. There and not readable: outside the scope.
 *
 * <p>When all have come to rest, the same holds for every record, with no exception: convergence.
 */
final class Delivery implements Witness {
    private final Observed observed;
    private final Report report;
    private final Map<Integer, Long> finished = new HashMap<>();

    Delivery(Observed observed, Report report) {
        this.observed = observed;
        this.report = report;
    }

    @Override
    public void pulled(int replica, long since) {
        finished.put(replica, since);
    }

    @Override
    public void shows(
            int replica, Map<String, Map<String, String>> content, Set<String> pending, Map<String, String> rejected) {
        Long since = finished.remove(replica);
        String user = observed.users.get(replica);
        if (since == null || !observed.rightsStable(user, since)) {
            return;
        }
        Map<String, Map<String, String>> expected = observed.readable(user);
        Set<String> keys = new TreeSet<>(expected.keySet());
        keys.addAll(content.keySet());
        for (String key : keys) {
            if (!pending.contains(key) && observed.stable(key, since)) {
                compare(replica, key, expected.get(key), content.get(key), Promise.NO_SKIPPED_ROW);
            }
        }
    }

    @Override
    public void atRest(String trouble) {
        if (trouble != null) {
            report.broken(Promise.CONVERGENCE, trouble);
            return;
        }
        observed.shown.forEach((replica, content) -> {
            Map<String, Map<String, String>> expected = observed.readable(observed.users.get(replica));
            Set<String> keys = new TreeSet<>(expected.keySet());
            keys.addAll(content.keySet());
            for (String key : keys) {
                compare(replica, key, expected.get(key), content.get(key), Promise.CONVERGENCE);
            }
        });
    }

    private void compare(
            int replica, String key, Map<String, String> server, Map<String, String> shown, Promise difference) {
        if (server != null ? server.equals(shown) : shown == null) {
            return;
        }
        String observation = "replica " + replica + " shows " + key + " as " + shown + ", the server has "
                + observed.content.get(key);
        if (server != null) {
            report.broken(difference, observation);
        } else if (observed.content.containsKey(key)) {
            report.broken(Promise.NOTHING_OUTSIDE_SCOPE, observation + ", not for " + observed.users.get(replica));
        } else {
            report.broken(observed.deleted.contains(key) ? Promise.NO_RESURRECTION : Promise.CONVERGENCE, observation);
        }
    }
}
