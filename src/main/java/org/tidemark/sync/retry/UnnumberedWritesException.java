package org.tidemark.sync.retry;

import jakarta.ejb.ApplicationException;

/**
 * JPA has written more than what got a number. The transaction is to be done again, and writes its rows first this
 * time.
 */
@ApplicationException(rollback = true)
public class UnnumberedWritesException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    public UnnumberedWritesException(String more) {
        super("JPA has written more than the records that were named: " + more);
    }
}
