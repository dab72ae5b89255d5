package org.tidemark.triggers;

/** No triggers can be generated for the table of an entity; the message says why, and what helps. */
final class NoTriggersException extends Exception {

    private static final long serialVersionUID = 1L;

    NoTriggersException(String message) {
        super(message);
    }
}
