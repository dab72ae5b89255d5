package org.tidemark.spi;

import jakarta.enterprise.inject.spi.CDI;
import jakarta.persistence.PostLoad;
import jakarta.persistence.PrePersist;
import jakarta.persistence.PreRemove;
import jakarta.persistence.PreUpdate;
import java.util.UUID;
import org.tidemark.spi.RecordEvent.Kind;

/**
 * Sees what the estate's own code does to synchronised records, so that its changes are numbered like those of a push and reach all
 * replicas. {@link SyncedEntity} has it; an entity of another class is given it by {@code @EntityListeners(RecordListener.class)}.
 */
public class RecordListener {

    @PostLoad
    void loaded(Object entity) {
        tell(entity, Kind.LOADED);
    }

    /** A record that the estate creates gets its id here, if it has none. */
    @PrePersist
    void added(Object entity) {
        if (entity instanceof Synchronisable record) {
            if (record.getSyncId() == null) {
                record.setSyncId(UUID.randomUUID());
            }
            if (!record.getSync().isNumbered()) {
                record.getSync().awaitNumber();
            }
        }
        tell(entity, Kind.ADDED);
    }

    @PreUpdate
    void modified(Object entity) {
        tell(entity, Kind.MODIFIED);
    }

    @PreRemove
    void deleted(Object entity) {
        tell(entity, Kind.DELETED);
    }

    private static void tell(Object entity, Kind kind) {
        if (entity instanceof Synchronisable record && isInContainer()) {
            CDI.current().getBeanManager().getEvent().select(RecordEvent.class).fire(new RecordEvent(record, kind));
        }
    }

    /** Outside of a container, in a batch program or a test, there is nobody to tell. */
    private static boolean isInContainer() {
        try {
            return CDI.current() != null;
        } catch (IllegalStateException e) {
            return false;
        }
    }
}
