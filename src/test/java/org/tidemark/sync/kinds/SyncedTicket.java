package org.tidemark.sync.kinds;

import com.example.vendor.Ticket;
import jakarta.persistence.Column;
import jakarta.persistence.Embedded;
import jakarta.persistence.Entity;
import jakarta.persistence.EntityListeners;
import jakarta.persistence.Table;
import java.util.UUID;
import org.tidemark.spi.RecordListener;
import org.tidemark.spi.SyncId;
import org.tidemark.spi.SyncState;
import org.tidemark.spi.Synchronisable;
import org.tidemark.spi.Synchronised;

@Works(
        row = "an `@Entity` that cannot be touched, made a superclass by `orm.xml`",
        created = "{'asset': '$assets', 'text': 'leaks', 'code': 'T-1'}",
        changed = "{'text': 'dry'}",
        other = "{'text': 'wet'}")
@Entity(name = "Ticket")
@Table(name = "ticket")
@Synchronised(collection = "tickets", scope = "asset")
@EntityListeners(RecordListener.class)
public class SyncedTicket extends Ticket implements Synchronisable {

    @SyncId
    @Column(name = "sync_id", unique = true)
    private UUID syncId;

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
}
