package org.tidemark.sync.state;

import jakarta.persistence.Cacheable;
import jakarta.persistence.Column;
import jakarta.persistence.Convert;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.IdClass;
import jakarta.persistence.Table;
import java.io.Serializable;
import java.time.Instant;
import java.util.Objects;
import java.util.UUID;
import org.tidemark.protocol.RecordKey;
import org.tidemark.spi.InstantConverter;

/** The trace that a record leaves in a scope: of its deletion, or of its departure into another scope. */
@Entity
@Cacheable(false)
@Table(name = "tidemark_tombstone")
@IdClass(Tombstone.Key.class)
public class Tombstone {

    /** A record leaves at most one trace in a scope. */
    public static class Key implements Serializable {

        private static final long serialVersionUID = 1L;

        private String scope;
        private String collection;
        private UUID record;

        public Key() {}

        Key(String scope, RecordKey key) {
            this.scope = scope;
            this.collection = key.collection();
            this.record = key.id();
        }

        @Override
        public boolean equals(Object other) {
            return other instanceof Key key
                    && scope.equals(key.scope)
                    && collection.equals(key.collection)
                    && record.equals(key.record);
        }

        @Override
        public int hashCode() {
            return Objects.hash(scope, collection, record);
        }
    }

    @Id
    @Column(name = "scope")
    private String scope;

    @Id
    @Column(name = "collection")
    private String collection;

    @Id
    @Column(name = "record")
    private UUID record;

    @Column(name = "version")
    private long version;

    /** True for a deletion, false for a departure. */
    @Column(name = "deleted")
    private boolean deleted;

    @Convert(converter = InstantConverter.class)
    @Column(name = "left_at")
    private Instant leftAt;

    @Column(name = "left_by")
    private String leftBy;

    protected Tombstone() {}

    public Tombstone(String scope, RecordKey key) {
        this.scope = scope;
        this.collection = key.collection();
        this.record = key.id();
    }

    public void left(long version, boolean deleted, Instant at, String by) {
        this.version = version;
        this.deleted = deleted;
        this.leftAt = at;
        this.leftBy = by;
    }

    /** The record is back, elsewhere: what was a deletion is a departure now. */
    public void departed() {
        deleted = false;
    }

    public boolean isDeletion() {
        return deleted;
    }

    public RecordKey key() {
        return new RecordKey(collection, record);
    }

    public String scope() {
        return scope;
    }

    public long version() {
        return version;
    }

    public Instant leftAt() {
        return leftAt;
    }

    public String leftBy() {
        return leftBy;
    }
}
