package org.tidemark.convergence.check;

import java.util.HashMap;
import java.util.Map;
import org.tidemark.convergence.Promise;
import org.tidemark.convergence.Wire;
import org.tidemark.convergence.history.Witness;

/**
 * Promise 4, on the server: a record that was deleted is not committed again, unless somebody who was shown the
 * deletion decided that it should live. What replicas show is checked by {@link Delivery}.
 */
final class Resurrection implements Witness {
    private final Observed observed;
    private final Report report;
    private final Map<String, Integer> revivals = new HashMap<>();

    Resurrection(Observed observed, Report report) {
        this.observed = observed;
        this.report = report;
    }

    @Override
    public void resolved(
            int replica, Wire.Conflict conflict, Wire.Side server, Wire.Side client, Map<String, String> result) {
        if (server.deleted() && result != null) {
            revivals.merge(conflict.key(), 1, Integer::sum);
        }
    }

    @Override
    public void committed(String actor, String key, Map<String, String> before, Map<String, String> after) {
        if (before != null || !observed.deleted.contains(key)) {
            return;
        }
        if (revivals.getOrDefault(key, 0) == 0) {
            report.broken(Promise.NO_RESURRECTION, actor + " brought back the deleted " + key + " " + after);
        } else {
            revivals.merge(key, -1, Integer::sum);
        }
    }
}
