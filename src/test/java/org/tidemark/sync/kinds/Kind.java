package org.tidemark.sync.kinds;

import jakarta.persistence.MappedSuperclass;
import org.tidemark.spi.SyncedEntity;

/** A team to belong to and a note to change. */
@MappedSuperclass
public abstract class Kind extends SyncedEntity {

    private String team;

    private String note;

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
