package org.tidemark.sync.mapping;

import jakarta.persistence.Column;
import jakarta.persistence.DiscriminatorColumn;
import jakarta.persistence.Entity;
import jakarta.persistence.Table;
import org.tidemark.spi.SyncedEntity;

/** The root of a SINGLE_TABLE hierarchy; its concrete classes are the collections. */
@Entity
@Table(name = "shape")
@DiscriminatorColumn(name = "kind")
public abstract class Shape extends SyncedEntity {

    @Column(name = "team")
    private String team;

    public String getTeam() {
        return team;
    }

    public void setTeam(String team) {
        this.team = team;
    }
}
