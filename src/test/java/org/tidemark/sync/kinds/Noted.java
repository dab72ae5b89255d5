package org.tidemark.sync.kinds;

import jakarta.persistence.Embedded;
import jakarta.persistence.EntityListeners;
import jakarta.persistence.MappedSuperclass;
import org.tidemark.spi.RecordListener;
import org.tidemark.spi.SyncState;
import org.tidemark.spi.Synchronisable;

/** A team to belong to and a note to change, and of the contract the state alone: no id and no lock. */
@MappedSuperclass
@EntityListeners(RecordListener.class)
public abstract class Noted implements Synchronisable {

    @Embedded
    private SyncState sync = new SyncState();

    private String team;

    private String note;

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
