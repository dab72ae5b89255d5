package org.tidemark.spi;

import jakarta.enterprise.event.Event;
import jakarta.enterprise.inject.spi.CDI;
import jakarta.persistence.PostLoad;
import jakarta.persistence.PostPersist;
import jakarta.persistence.PostRemove;
import jakarta.persistence.PostUpdate;
import jakarta.persistence.PrePersist;
import jakarta.persistence.PreRemove;
import jakarta.persistence.PreUpdate;
import java.util.Collections;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.WeakHashMap;
import org.tidemark.spi.RecordEvent.Kind;

/**
 * Sees what the application's own code does to synchronised records, so that its changes are numbered like those of a
 * push and reach all replicas. {@link SyncedEntity} has it; an entity of another class is given it by
 * {@code @EntityListeners(RecordListener.class)}.
 */
public class RecordListener {

    /**
     * By the class loader of the application. To look it up at each row would take a third of a push: CDI walks the
     * stack to find out who asks.
     */
    private static final Map<ClassLoader, Event<RecordEvent>> EARS = Collections.synchronizedMap(new WeakHashMap<>());

    @PostLoad
    void loaded(Object entity) {
        tell(entity, Kind.LOADED);
    }

    /** A record that the application creates gets its id here, if it has none. */
    @PrePersist
    void added(Object entity) {
        if (entity instanceof Synchronisable record) {
            if (record.getSyncId() == null) {
                record.setSyncId(UUID.randomUUID());
            }
            record.getSync().awaitNumber();
        }
        tell(entity, Kind.ADDED);
    }

    @PreUpdate
    void modified(Object entity) {
        tell(entity, Kind.MODIFIED);
    }

    /** Numbers are trusted once: whoever keeps the object has an old one from now on. */
    @PostPersist
    @PostUpdate
    void written(Object entity) {
        if (entity instanceof Synchronisable record) {
            record.getSync().written();
        }
    }

    /**
     * Of what a list of its parent has lost ({@code orphanRemoval}) one provider (EclipseLink) tells only when it is
     * gone.
     */
    @PreRemove
    @PostRemove
    void deleted(Object entity) {
        tell(entity, Kind.DELETED);
    }

    private static void tell(Object entity, Kind kind) {
        if (entity instanceof Synchronisable record) {
            ears().ifPresent(event -> event.fire(new RecordEvent(record, kind)));
        }
    }

    private static Optional<Event<RecordEvent>> ears() {
        ClassLoader application = Thread.currentThread().getContextClassLoader();
        Event<RecordEvent> known = EARS.get(application);
        if (known != null) {
            return Optional.of(known);
        }
        try {
            Event<RecordEvent> found = CDI.current().getBeanManager().getEvent().select(RecordEvent.class);
            if (application != null) {
                EARS.put(application, found);
            }
            return Optional.of(found);
        } catch (IllegalStateException outsideOfContainer) {
            // In a batch program or a test there is nobody to tell.
            return Optional.empty();
        }
    }
}
