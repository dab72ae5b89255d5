package org.tidemark.convergence.check;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.tidemark.convergence.Promise;
import org.tidemark.convergence.Wire;
import org.tidemark.convergence.history.Witness;

/**
 * Promise 4, on the server: a record that was deleted is not committed again, unless somebody who was shown the
 * deletion decided that it should live. A replica whose disk forgot that it had ever sent the record may do so: once
 * the tombstone is purged, nobody knows better. What replicas show is checked by {@link Delivery}.
 */
final class Resurrection implements Witness {
    private final Observed observed;
    private final Report report;
    private final Map<String, Integer> revivals = new HashMap<>();
    private final Set<String> forgetful = new HashSet<>();

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
    public void forgot(int replica) {
        forgetful.add(observed.users.get(replica));
    }

    @Override
    public void committed(String actor, String key, Map<String, String> before, Map<String, String> after) {
        if (before != null || !observed.deleted.contains(key)) {
            return;
        }
        if (forgetful.contains(actor)) {
            return;
        }
        if (revivals.getOrDefault(key, 0) == 0) {
            report.broken(Promise.NO_RESURRECTION, actor + " brought back the deleted " + key + " " + after);
        } else {
            revivals.merge(key, -1, Integer::sum);
        }
    }
}
