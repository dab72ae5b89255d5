package org.tidemark.sync.state;

import jakarta.persistence.Cacheable;
import jakarta.persistence.Column;
import jakarta.persistence.Convert;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import java.util.UUID;
import org.tidemark.spi.InstantConverter;

/**
 * How many changes of a user a node has decided within a quarter of an hour, in a scope and a collection: what the
 * statistics of conflicts divide by. A row belongs to the node that made it, so nobody waits for it.
 */
@Entity
@Cacheable(false)
@Table(name = "tidemark_change_count")
public class ChangeCount {

    @Id
    @Column(name = "id")
    private UUID id;

    @Column(name = "scope")
    private String scope;

    @Column(name = "collection")
    private String collection;

    @Column(name = "owner")
    private String owner;

    /** The beginning of the quarter. */
    @Convert(converter = InstantConverter.class)
    @Column(name = "begins_at")
    private Instant beginsAt;

    @Column(name = "changes")
    private long changes;

    protected ChangeCount() {}

    public ChangeCount(UUID id, String scope, String collection, String owner, Instant beginsAt) {
        this.id = id;
        this.scope = scope;
        this.collection = collection;
        this.owner = owner;
        this.beginsAt = beginsAt;
    }

    public void add(long more) {
        changes += more;
    }
}
