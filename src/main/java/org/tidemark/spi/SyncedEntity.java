package org.tidemark.spi;

import jakarta.persistence.Column;
import jakarta.persistence.Embedded;
import jakarta.persistence.Id;
import jakarta.persistence.MappedSuperclass;
import java.util.UUID;

/** The shortest way to the contract: a base class with the id and the embedded state. */
@MappedSuperclass
public abstract class SyncedEntity implements Synchronisable {

    @Id
    @Column(name = "id")
    private UUID id;

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
        return sync;
    }
}
