package org.tidemark.sync.kinds.mistaken;

import jakarta.persistence.Embedded;
import jakarta.persistence.EntityListeners;
import jakarta.persistence.MappedSuperclass;
import jakarta.persistence.Version;
import org.tidemark.spi.RecordListener;
import org.tidemark.spi.SyncState;
import org.tidemark.spi.Synchronisable;

/** All of the contract but the key and the id. */
@MappedSuperclass
@EntityListeners(RecordListener.class)
public abstract class Keyless implements Synchronisable {

    @Embedded
    private SyncState sync = new SyncState();

    @Version
    private int version;

    private String team;

    @Override
    public SyncState getSync() {
        return sync;
    }

    public String getTeam() {
        return team;
    }

    public void setTeam(String team) {
        this.team = team;
    }
}
