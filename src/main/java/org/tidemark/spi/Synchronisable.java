package org.tidemark.spi;

import jakarta.json.bind.annotation.JsonbTransient;
import java.beans.Transient;
import java.util.UUID;

/**
 * The contract of a {@link Synchronised} entity. Extend {@link SyncedEntity}, or implement it in a class of your own.
 *
 * <p>The application's own JSON shows nothing of it: JSON-B heeds {@link JsonbTransient}, Jackson {@link Transient},
 * which is no matter of JPA.
 */
public interface Synchronisable {

    /** The id under which all replicas know the record. It is made by whoever creates the record. */
    @Transient
    @JsonbTransient
    UUID getSyncId();

    /** Gives a new record its id. */
    @Transient
    @JsonbTransient
    void setSyncId(UUID id);

    /** The embedded state; never null. */
    @Transient
    @JsonbTransient
    SyncState getSync();

    /**
     * Has the state say what the row says, before JPA writes an object that the application has kept, copied or read
     * from JSON.
     *
     * <p>Assign a new object, {@code sync = sync.restored(row)}, if the attribute may be null by then, or if
     * EclipseLink does not weave the class: it writes a part of an object as it was when the write began.
     */
    default void restoreSync(SyncState row) {
        getSync().restore(row);
    }
}
