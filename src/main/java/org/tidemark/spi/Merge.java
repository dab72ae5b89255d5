package org.tidemark.spi;

/** What decides about an edit whose record was changed by somebody else since the version that it was based on. */
public enum Merge {
    /** A person: every such edit is a conflict. */
    MANUAL,
    /** The fields: edits of different fields are merged, edits of one field are a conflict. */
    FIELDS,
    /** The later edit, that of the client, is written; the server's side is kept as a conflict already settled. */
    CLIENT,
    /** The server's side stays; the client's is kept as a conflict already settled. */
    SERVER
}
