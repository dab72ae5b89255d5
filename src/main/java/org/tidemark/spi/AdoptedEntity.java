package org.tidemark.spi;

import jakarta.json.bind.annotation.JsonbTransient;
import jakarta.persistence.Access;
import jakarta.persistence.AccessType;
import jakarta.persistence.Cacheable;
import jakarta.persistence.Column;
import jakarta.persistence.Embedded;
import jakarta.persistence.EntityListeners;
import jakarta.persistence.MappedSuperclass;
import java.io.Serializable;
import java.util.UUID;

/**
 * The contract for entities that exist already, with keys and a {@code @Version} of their own: a superclass for the
 * class that they have in common.
 *
 * <pre>{@code
 * @MappedSuperclass
 * public abstract class LegacyEntity extends AdoptedEntity {
 *     @Id @GeneratedValue private Long id;
 *     @Version private int revision;
 * }
 *
 * @Entity
 * @Synchronised(collection = "orders", scope = "district")
 * public class ServiceOrder extends LegacyEntity {
 *     …
 * }
 * }</pre>
 *
 * <p>Columns: {@code sync_id}, unique, and those of {@link SyncState}. The application's own JSON does not show them.
 * An entity whose superclass cannot be changed implements {@link Synchronisable} itself.
 */
@MappedSuperclass
@Cacheable(false)
@Access(AccessType.FIELD) // whatever the entity below has
@EntityListeners(RecordListener.class)
public abstract class AdoptedEntity implements Synchronisable, Serializable {

    private static final long serialVersionUID = 1L;

    @SyncId
    @Column(name = "sync_id", nullable = false, unique = true)
    private UUID syncId;

    @Embedded
    private SyncState sync = new SyncState();

    @Override
    @JsonbTransient
    public UUID getSyncId() {
        return syncId;
    }

    @Override
    @JsonbTransient
    public void setSyncId(UUID id) {
        syncId = id;
    }

    @Override
    @JsonbTransient
    public SyncState getSync() {
        if (sync == null) {
            sync = new SyncState(); // what the application's JSON has made null, a merge makes null here
        }
        return sync;
    }

    @Override
    public void restoreSync(SyncState row) {
        sync = getSync().restored(row);
    }
}
