package org.tidemark.sync.kinds;

import jakarta.persistence.Column;
import jakarta.persistence.Embedded;
import jakarta.persistence.EntityListeners;
import jakarta.persistence.MappedSuperclass;
import jakarta.persistence.Version;
import java.util.UUID;
import org.tidemark.spi.RecordListener;
import org.tidemark.spi.SyncId;
import org.tidemark.spi.SyncState;
import org.tidemark.spi.Synchronisable;

/** The base class of an estate, with all of the contract but the key. */
@MappedSuperclass
@EntityListeners(RecordListener.class)
public abstract class OwnKind implements Synchronisable {

    @SyncId
    @Column(name = "sync_id", unique = true)
    private UUID syncId;

    @Version
    private int revision;

    @Embedded
    private SyncState sync = new SyncState();

    private String team;

    private String note;

    @Override
    public UUID getSyncId() {
        return syncId;
    }

    @Override
    public void setSyncId(UUID id) {
        syncId = id;
    }

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

    public String getNote() {
        return note;
    }

    public void setNote(String note) {
        this.note = note;
    }
}
