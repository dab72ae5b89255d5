package org.tidemark.mapping.field;

/** A Java type that cannot travel; the message is what to say of the attribute that has it. */
public final class UnsupportedTypeException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    UnsupportedTypeException(String message) {
        super(message);
    }
}
