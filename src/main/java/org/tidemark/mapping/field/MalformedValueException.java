package org.tidemark.mapping.field;

/** A value of a field that cannot be what the field holds. {@code field} is a dotted path inside the record. */
public final class MalformedValueException extends Exception {

    private static final long serialVersionUID = 1L;

    private final String field;

    public MalformedValueException(String field, String message) {
        super(message);
        this.field = field;
    }

    public String field() {
        return field;
    }
}
