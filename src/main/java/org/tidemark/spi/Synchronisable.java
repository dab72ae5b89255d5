package org.tidemark.spi;

import java.util.UUID;

/** The contract of a {@link Synchronised} entity. Extend {@link SyncedEntity}, or implement it in a class of your own. */
public interface Synchronisable {

    /** The id under which all replicas know the record. It is made by whoever creates the record. */
    UUID getSyncId();

    /** Gives a new record its id. */
    void setSyncId(UUID id);

    /** The embedded state; never null. */
    SyncState getSync();
}
