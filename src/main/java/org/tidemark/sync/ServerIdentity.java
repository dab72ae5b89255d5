package org.tidemark.sync;

import jakarta.persistence.Cacheable;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.util.UUID;

/**
 * The epoch of the database: a new one after a restore from a backup, since replicas then know versions that the server has
 * forgotten.
 */
@Entity
@Cacheable(false)
@Table(name = "tidemark_server")
class ServerIdentity {

    /** There is one row. */
    static final int ID = 1;

    @Id
    @Column(name = "id")
    private int id = ID;

    @Column(name = "epoch")
    private UUID epoch;

    /** Where the clock of a new scope begins: the restored database may have forgotten the scope with its numbers. */
    @Column(name = "origin")
    private long origin;

    protected ServerIdentity() {}

    ServerIdentity(UUID epoch) {
        this.epoch = epoch;
    }

    UUID epoch() {
        return epoch;
    }

    long origin() {
        return origin;
    }

    /** A new epoch; clocks go on {@code leap} further. */
    void restored(UUID newEpoch, long leap) {
        epoch = newEpoch;
        origin += leap;
    }
}
