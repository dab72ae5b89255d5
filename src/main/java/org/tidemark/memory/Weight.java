package org.tidemark.memory;

/**
 * What something takes of the memory while a request is answered, by its length as text. Each is an estimate that was
 * measured: a heap of 256 MB has to last when all that may be there at once is there ({@code SmallHeapIT}). See ADR 40.
 */
public final class Weight {

    /** It is bytes and text, then objects, then entities, then the two sides of a conflict. */
    private static final int OF_BODY = 12;

    /** It stands in a buffer, which is copied when it grows. */
    private static final int OF_ARRIVING_BODY = 2;

    /** It is rows, then text, then the answer, while these grow. */
    private static final int OF_PAGE = 8;

    /** They are text, then objects, then both again for the answer. */
    private static final int OF_CONFLICTS = 8;

    private Weight() {}

    /** Of a body that is being answered. */
    public static long ofBody(long bytes) {
        return bytes * OF_BODY;
    }

    /** Of a body that is being read. */
    public static long ofArrivingBody(long bytes) {
        return bytes * OF_ARRIVING_BODY;
    }

    /** Of a page of a pull. */
    public static long ofPage(long bytes) {
        return bytes * OF_PAGE;
    }

    /** Of conflicts that are read and shown. */
    public static long ofConflicts(long characters) {
        return characters * OF_CONFLICTS;
    }
}
