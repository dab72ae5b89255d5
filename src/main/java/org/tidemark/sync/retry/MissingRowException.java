package org.tidemark.sync.retry;

import jakarta.ejb.ApplicationException;
import java.util.List;

/**
 * The transaction needs rows that are not there yet: they are to be inserted in a transaction of their own, where a
 * second inserter does no harm, and the work to be done again.
 */
@ApplicationException(rollback = true)
public class MissingRowException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final transient List<?> missing;

    public MissingRowException(Object missing) {
        this(List.of(missing));
    }

    /** All at once: a transaction may touch many scopes for the first time. */
    public MissingRowException(List<?> missing) {
        super("missing: " + missing.size() + " " + missing.get(0).getClass().getSimpleName());
        this.missing = missing;
    }

    List<?> missing() {
        return missing;
    }
}
