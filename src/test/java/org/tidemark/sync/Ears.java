package org.tidemark.sync;

import jakarta.persistence.PostRemove;
import jakarta.persistence.PrePersist;
import jakarta.persistence.PreRemove;
import jakarta.persistence.PreUpdate;
import java.util.UUID;
import org.tidemark.spi.RecordEvent.Kind;
import org.tidemark.spi.RecordListener;
import org.tidemark.spi.Synchronisable;
import org.tidemark.sync.capture.CapturedChanges;

/** Hears what JPA writes where there is no CDI, through which {@link RecordListener} tells it. */
public final class Ears {

    private static final ThreadLocal<CapturedChanges> LISTENING = new ThreadLocal<>();

    /** @param changes null for nobody */
    static void tell(CapturedChanges changes) {
        LISTENING.set(changes);
    }

    /** Who is told, or null. */
    static CapturedChanges listening() {
        return LISTENING.get();
    }

    @PrePersist
    void added(Object entity) {
        if (entity instanceof Synchronisable record && record.getSyncId() == null) {
            record.setSyncId(UUID.randomUUID()); // where orm.xml names this listener, RecordListener comes later
        }
        heard(entity, Kind.ADDED);
    }

    @PreUpdate
    void modified(Object entity) {
        heard(entity, Kind.MODIFIED);
    }

    @PreRemove
    @PostRemove
    void deleted(Object entity) {
        heard(entity, Kind.DELETED);
    }

    private static void heard(Object entity, Kind kind) {
        if (LISTENING.get() != null && entity instanceof Synchronisable record) {
            LISTENING.get().add(record, kind);
        }
    }
}
