package org.tidemark.convergence.history;

import org.tidemark.convergence.Promise;

/** A promise seen broken: which one, at which moment of the history, and what was observed. */
public record Violation(Promise promise, long moment, String observed) {
    @Override
    public String toString() {
        return "promise " + (promise.ordinal() + 1) + " (" + promise + ") broken at moment " + moment + ": " + observed;
    }
}
