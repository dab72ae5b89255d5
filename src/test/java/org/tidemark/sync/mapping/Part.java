package org.tidemark.sync.mapping;

import jakarta.persistence.Column;
import jakarta.persistence.Embedded;
import jakarta.persistence.Entity;
import jakarta.persistence.EntityListeners;
import jakarta.persistence.FetchType;
import jakarta.persistence.Id;
import jakarta.persistence.JoinColumn;
import jakarta.persistence.ManyToOne;
import jakarta.persistence.Table;
import jakarta.persistence.Version;
import java.util.UUID;
import org.tidemark.spi.RecordListener;
import org.tidemark.spi.SyncId;
import org.tidemark.spi.SyncState;
import org.tidemark.spi.Synchronisable;
import org.tidemark.spi.Synchronised;

/** A natural key that replicas choose, and a scope that follows a parent with a numeric key. */
@Entity
@Table(name = "part")
@Synchronised(collection = "parts", scope = "machine")
@EntityListeners(RecordListener.class)
public class Part implements Synchronisable {

    @Id
    @Column(name = "code")
    private String code;

    @Version
    @Column(name = "revision")
    private short revision;

    @SyncId
    @Column(name = "sync_id")
    private UUID syncId;

    @Embedded
    private SyncState state = new SyncState();

    @ManyToOne(fetch = FetchType.LAZY)
    @JoinColumn(name = "machine")
    private Machine machine;

    public String getCode() {
        return code;
    }

    public void setCode(String code) {
        this.code = code;
    }

    @Override
    public UUID getSyncId() {
        return syncId;
    }

    @Override
    public void setSyncId(UUID id) {
        this.syncId = id;
    }

    @Override
    public SyncState getSync() {
        return state;
    }

    public Machine getMachine() {
        return machine;
    }

    public void setMachine(Machine machine) {
        this.machine = machine;
    }
}
