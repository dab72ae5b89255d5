package org.tidemark.spi;

/** What a replica still does while it has an unresolved conflict in a collection. */
public enum Gate {
    /** Nothing: as in the source pattern, it neither sends nor receives until somebody has decided. */
    BLOCK,
    /** It receives, and keeps its own edits to itself. */
    RECEIVE,
    /** Everything but the record concerned. */
    ISOLATE
}
