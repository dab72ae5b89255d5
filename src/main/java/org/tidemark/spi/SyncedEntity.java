package org.tidemark.spi;

import jakarta.persistence.Access;
import jakarta.persistence.AccessType;
import jakarta.persistence.Cacheable;
import jakarta.persistence.Column;
import jakarta.persistence.Embedded;
import jakarta.persistence.EntityListeners;
import jakarta.persistence.Id;
import jakarta.persistence.MappedSuperclass;
import jakarta.persistence.Version;
import java.io.Serializable;
import java.util.UUID;

/** The shortest way to the contract: a base class with the id and the embedded state. */
@MappedSuperclass
@Cacheable(false)
@Access(AccessType.FIELD) // whatever the entity below has
@EntityListeners(RecordListener.class)
public abstract class SyncedEntity implements Synchronisable, Serializable {

    private static final long serialVersionUID = 1L;

    @Id
    @Column(name = "id")
    private UUID id;

    /** So that code of the application cannot overwrite what a synchronisation wrote since it read the record. */
    @Version
    @Column(name = "sync_lock", nullable = false)
    private long lock;

    @Embedded
    private SyncState sync = new SyncState();

    public UUID getId() {
        return id;
    }

    @Override
    public UUID getSyncId() {
        return id;
    }

    @Override
    public void setSyncId(UUID id) {
        this.id = id;
    }

    @Override
    public SyncState getSync() {
        if (sync == null) {
            sync = new SyncState(); // what the application's JSON has made null, a merge makes null here
        }
        return sync;
    }

    @Override
    public void restoreSync(SyncState row) {
        sync = getSync().restored(row);
    }
}
