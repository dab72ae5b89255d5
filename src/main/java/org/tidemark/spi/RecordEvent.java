package org.tidemark.spi;

/**
 * JPA has loaded, or is about to write, a synchronised record: what {@link RecordListener} tells Tidemark, inside the
 * transaction that does it.
 */
public record RecordEvent(Synchronisable record, Kind kind) {

    public enum Kind {
        LOADED,
        ADDED,
        MODIFIED,
        DELETED
    }
}
