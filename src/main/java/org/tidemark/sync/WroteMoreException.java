package org.tidemark.sync;

import jakarta.ejb.ApplicationException;

/** JPA has written more than what got a number. The transaction is to be done again, and writes its rows first this time. */
@ApplicationException(rollback = true)
class WroteMoreException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    WroteMoreException(String more) {
        super("JPA has written more than the records that were named: " + more);
    }
}
