package org.tidemark.sync.push;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import org.tidemark.sync.decide.PlannedChange;
import org.tidemark.sync.state.ChangesDecided;
import org.tidemark.sync.state.ChangesDecided.Place;

/** Counts the changes of a transaction that were applied, or met others: for the statistics. */
final class ChangeTally {

    private final List<PlannedChange> decided = new ArrayList<>();

    void add(PlannedChange plan) {
        decided.add(plan);
    }

    ChangesDecided count(String user, Function<PlannedChange, String> scopes) {
        Map<Place, Integer> counts = new HashMap<>();
        for (PlannedChange plan : decided) {
            String scope = Objects.requireNonNullElse(scopes.apply(plan), "");
            counts.merge(new Place(scope, plan.key().collection()), 1, Integer::sum);
        }
        return new ChangesDecided(user, counts);
    }
}
