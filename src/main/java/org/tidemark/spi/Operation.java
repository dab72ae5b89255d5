package org.tidemark.spi;

/** What is done to a record. */
public enum Operation {
    ADDED,
    MODIFIED,
    DELETED
}
