package org.tidemark.sync;

/** A value of a field that cannot be what the field holds. {@code field} is a dotted path inside the record. */
final class MalformedValue extends Exception {

    private static final long serialVersionUID = 1L;

    private final String field;

    MalformedValue(String field, String message) {
        super(message);
        this.field = field;
    }

    String field() {
        return field;
    }
}
