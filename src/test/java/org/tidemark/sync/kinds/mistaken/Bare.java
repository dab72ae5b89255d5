package org.tidemark.sync.kinds.mistaken;

import jakarta.persistence.Id;
import jakarta.persistence.MappedSuperclass;
import jakarta.persistence.Version;
import java.util.UUID;
import org.tidemark.spi.Synchronisable;

/** A record without a state, which nobody listens to. */
@MappedSuperclass
public abstract class Bare implements Synchronisable {

    @Id
    private UUID id;

    @Version
    private int version;

    private String team;

    @Override
    public UUID getSyncId() {
        return id;
    }

    @Override
    public void setSyncId(UUID id) {
        this.id = id;
    }

    public String getTeam() {
        return team;
    }

    public void setTeam(String team) {
        this.team = team;
    }
}
