package org.tidemark.convergence.check;

import org.tidemark.convergence.Promise;

/** Where a check says what it saw. */
public interface Report {
    void broken(Promise promise, String observed);
}
