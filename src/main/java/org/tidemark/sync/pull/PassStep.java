package org.tidemark.sync.pull;

import java.util.ArrayList;
import java.util.List;
import org.tidemark.mapping.CollectionRegistry;
import org.tidemark.mapping.SyncCollection;

/**
 * A step of a pass: the changed records of a collection in a scope, what has left a scope, or its conflicts that were
 * closed.
 */
record PassStep(Kind kind, String scope, SyncCollection collection) {

    enum Kind {
        LEFT_OUT,
        RECORDS,
        REMOVED,
        SETTLED
    }

    /**
     * The steps of a pass in their order. What earlier pulls left out comes first: parents before what refers to them.
     * Conflicts that have no scope come last, if any was closed since the replica was told.
     */
    static List<PassStep> of(PullCursor.Pass pass, CollectionRegistry registry, PullCursor cursor) {
        List<PassStep> steps = new ArrayList<>();
        if (!cursor.left().isEmpty()) {
            steps.add(new PassStep(Kind.LEFT_OUT, "", null));
        }
        for (String scope : pass.upTo().keySet()) {
            registry.all().forEach(collection -> steps.add(new PassStep(Kind.RECORDS, scope, collection)));
        }
        for (String scope : pass.upTo().keySet()) {
            if (!pass.reset().contains(scope)) {
                steps.add(new PassStep(Kind.REMOVED, scope, null));
            }
        }
        pass.upTo().keySet().forEach(scope -> steps.add(new PassStep(Kind.SETTLED, scope, null)));
        if (!pass.upTo().isEmpty() && cursor.told() < pass.tell()) {
            steps.add(new PassStep(Kind.SETTLED, "", null));
        }
        return steps;
    }

    /** No collection's name is empty or has an exclamation mark. */
    String name() {
        return switch (kind) {
            case LEFT_OUT -> "!";
            case RECORDS -> collection.name() + "/" + scope;
            case REMOVED -> "/" + scope;
            case SETTLED -> "!/" + scope;
        };
    }

    /** What was left out in any scope, or conflicts whose record names no scope. They are their owner's alone. */
    boolean isOfNoScope() {
        return scope.isEmpty();
    }
}
