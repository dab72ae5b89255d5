package org.tidemark.sync.pull;

import java.util.ArrayList;
import java.util.List;
import org.tidemark.mapping.CollectionRegistry;
import org.tidemark.mapping.SyncCollection;

/** A step of a pass: the changed records of a collection in a scope, what has left a scope, or its conflicts that were closed. */
record PassStep(Kind kind, String scope, SyncCollection collection) {

    enum Kind {
        RECORDS,
        REMOVED,
        SETTLED
    }

    /** The steps of a pass in their order. Conflicts that have no scope come last, if any was closed since the replica was told. */
    static List<PassStep> of(PullCursor.Pass pass, CollectionRegistry registry, long told) {
        List<PassStep> steps = new ArrayList<>();
        for (String scope : pass.upTo().keySet()) {
            registry.all().forEach(collection -> steps.add(new PassStep(Kind.RECORDS, scope, collection)));
        }
        for (String scope : pass.upTo().keySet()) {
            if (!pass.reset().contains(scope)) {
                steps.add(new PassStep(Kind.REMOVED, scope, null));
            }
        }
        pass.upTo().keySet().forEach(scope -> steps.add(new PassStep(Kind.SETTLED, scope, null)));
        if (!pass.upTo().isEmpty() && told < pass.tell()) {
            steps.add(new PassStep(Kind.SETTLED, "", null));
        }
        return steps;
    }

    /** No collection's name is empty or has an exclamation mark. */
    String name() {
        return switch (kind) {
            case RECORDS -> collection.name() + "/" + scope;
            case REMOVED -> "/" + scope;
            case SETTLED -> "!/" + scope;
        };
    }

    /** Of conflicts whose record names no scope. They are their owner's alone. */
    boolean isOfNoScope() {
        return kind == Kind.SETTLED && scope.isEmpty();
    }
}
