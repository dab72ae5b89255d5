package org.tidemark.sync.retry;

import jakarta.ejb.ApplicationException;

/**
 * A rule of the application has failed in a way that took the transaction with it: it called an EJB that threw, say, or
 * the database refused its query. The work is to be done again without it. Has no cause: what the database said to the
 * rule is not what it says to us.
 */
@ApplicationException(rollback = true)
public class RuleFailedException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final String collection;

    public RuleFailedException(String collection) {
        super("the rule of " + collection + " failed and ended the transaction");
        this.collection = collection;
    }

    /** Whose rule it was. */
    public String collection() {
        return collection;
    }
}
