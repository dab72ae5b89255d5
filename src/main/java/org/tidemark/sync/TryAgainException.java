package org.tidemark.sync;

import jakarta.ejb.ApplicationException;

/**
 * The transaction needs a row that is not there yet: it is to be inserted in a transaction of its own, where a second inserter
 * does no harm, and the work to be done again.
 */
@ApplicationException(rollback = true)
class TryAgainException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final transient Object missing;

    TryAgainException(Object missing) {
        super("missing: " + missing.getClass().getSimpleName());
        this.missing = missing;
    }

    Object missing() {
        return missing;
    }
}
