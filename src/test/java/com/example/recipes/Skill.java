package com.example.recipes;

import jakarta.persistence.Column;
import jakarta.persistence.Embedded;
import jakarta.persistence.Entity;
import jakarta.persistence.EntityListeners;
import jakarta.persistence.GeneratedValue;
import jakarta.persistence.GenerationType;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import jakarta.persistence.Version;
import java.util.UUID;
import org.tidemark.spi.RecordListener;
import org.tidemark.spi.SyncId;
import org.tidemark.spi.SyncState;
import org.tidemark.spi.Synchronisable;
import org.tidemark.spi.Synchronised;

/**
 * What somebody can do. Everybody reads the list; other systems know its rows by a UUID that was there before Tidemark.
 */
@Entity
@Table(name = "skill")
@Synchronised(collection = "skills", scope = "audience")
@EntityListeners(RecordListener.class)
public class Skill implements Synchronisable {

    @Id
    @GeneratedValue(strategy = GenerationType.IDENTITY)
    @Column(name = "id")
    private Long id;

    @Version
    @Column(name = "revision")
    private int revision;

    @SyncId
    @Column(name = "external_id", nullable = false, unique = true)
    private UUID externalId;

    @Embedded
    private SyncState sync = new SyncState();

    /** All rows are in one scope, and no replica says another. */
    @Column(name = "audience", nullable = false)
    private String audience = StaffPolicy.SHARED;

    @Column(name = "name")
    private String name;

    public Long getId() {
        return id;
    }

    public UUID getExternalId() {
        return externalId;
    }

    @Override
    public UUID getSyncId() {
        return externalId;
    }

    @Override
    public void setSyncId(UUID id) {
        externalId = id;
    }

    @Override
    public SyncState getSync() {
        return sync;
    }

    public String getAudience() {
        return audience;
    }

    public String getName() {
        return name;
    }

    public void setName(String name) {
        this.name = name;
    }
}
