package org.tidemark.convergence.model;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.tidemark.convergence.Broken;
import org.tidemark.convergence.Wire;

/**
 * What became of the changes of a push, as its sender may hear it now: the right to see a conflict's other side may
 * have been withdrawn since an earlier delivery of the same push decided it.
 */
public record Outcomes(ModelServer server, Set<String> rights) {

    Wire.Result result(Wire.Push push, Map<String, Object> outcomes, boolean repeated) {
        List<Wire.Applied> applied = new ArrayList<>();
        List<Wire.Conflict> conflicts = new ArrayList<>();
        List<Wire.Rejected> rejected = new ArrayList<>();
        for (Wire.Change change : push.changes()) {
            Object outcome = outcomes.get(change.key());
            if (outcome instanceof Wire.Applied done) {
                applied.add(done);
            } else if (outcome instanceof Wire.Conflict conflict) {
                if (hidden(conflict)) {
                    rejected.add(new Wire.Rejected(change.key(), "forbidden"));
                } else {
                    conflicts.add(conflict);
                }
            } else if (outcome instanceof Wire.Rejected reason && !server.broken(Broken.DROP_REJECTED)) {
                rejected.add(reason);
            }
        }
        return new Wire.Result(push.number(), repeated, applied, conflicts, rejected);
    }

    private boolean hidden(Wire.Conflict conflict) {
        Rows.ConflictRow registered = (Rows.ConflictRow) server.row(Rows.conflict(conflict.id()));
        return registered != null
                && registered.scope() != null
                && !rights.contains(registered.scope())
                && !server.broken(Broken.STORED_RESULT_UNFILTERED);
    }
}
