package org.tidemark.sync.kinds;

import com.example.vendor.Asset;
import jakarta.json.bind.annotation.JsonbTransient;
import jakarta.persistence.Column;
import jakarta.persistence.Embedded;
import jakarta.persistence.Entity;
import jakarta.persistence.EntityListeners;
import jakarta.persistence.Table;
import jakarta.persistence.Version;
import jakarta.validation.constraints.NotBlank;
import java.util.UUID;
import org.tidemark.spi.RecordListener;
import org.tidemark.spi.SyncId;
import org.tidemark.spi.SyncState;
import org.tidemark.spi.Synchronisable;
import org.tidemark.spi.Synchronised;

@Works(
        row = "a class that cannot be touched, mapped by `orm.xml`",
        created = "{'site': 'red', 'label': 'Pump'}",
        changed = "{'label': 'Pump 2'}",
        other = "{'label': 'Pump 3'}")
@Entity(name = "Asset")
@Table(name = "asset")
@Synchronised(collection = "assets", scope = "site")
@EntityListeners(RecordListener.class)
public class SyncedAsset extends Asset implements Synchronisable {

    @SyncId
    @Column(name = "sync_id", unique = true)
    private UUID syncId;

    @Version
    @Column(name = "sync_lock")
    private int lock;

    @Embedded
    private SyncState sync = new SyncState();

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

    /** The database makes it. */
    @Override
    @JsonbTransient
    public Long getNumber() {
        return super.getNumber();
    }

    @Override
    @NotBlank
    public String getLabel() {
        return super.getLabel();
    }

    /** Nothing for devices. */
    @Override
    @JsonbTransient
    public String getRemark() {
        return super.getRemark();
    }
}
