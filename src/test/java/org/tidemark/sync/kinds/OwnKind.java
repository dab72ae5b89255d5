package org.tidemark.sync.kinds;

import jakarta.persistence.Column;
import jakarta.persistence.MappedSuperclass;
import jakarta.persistence.Version;
import java.util.UUID;
import org.tidemark.spi.SyncId;

/** The base class of an estate, with all of the contract but the key. */
@MappedSuperclass
public abstract class OwnKind extends Noted {

    @SyncId
    @Column(name = "sync_id", unique = true)
    private UUID syncId;

    @Version
    private int revision;

    @Override
    public UUID getSyncId() {
        return syncId;
    }

    @Override
    public void setSyncId(UUID id) {
        syncId = id;
    }
}
