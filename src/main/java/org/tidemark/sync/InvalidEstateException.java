package org.tidemark.sync;

/** An entity is declared in a way that cannot work. Thrown while the application starts; the message tells the cure. */
public class InvalidEstateException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    InvalidEstateException(String message) {
        super(message);
    }
}
