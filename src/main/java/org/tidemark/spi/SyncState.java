package org.tidemark.spi;

import jakarta.persistence.Access;
import jakarta.persistence.AccessType;
import jakarta.persistence.Column;
import jakarta.persistence.Convert;
import jakarta.persistence.Embeddable;
import java.io.Serializable;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Objects;
import java.util.concurrent.ThreadLocalRandom;

/**
 * What Tidemark keeps in the row of a synchronised record: where it belongs, the number of its last change, and who
 * changed it when. The application reads it; only a synchronisation writes it.
 *
 * <p>Columns: {@code sync_scope}, {@code sync_version}, {@code sync_modified_at}, {@code sync_modified_by}, with an
 * index over the first two.
 */
@Embeddable
@Access(AccessType.FIELD) // whatever the entity that embeds it has
public class SyncState implements Serializable {

    private static final long serialVersionUID = 1L;

    @Column(name = "sync_scope", nullable = false, length = 100)
    private String scope;

    @Column(name = "sync_version", nullable = false)
    private long version;

    @Convert(converter = InstantConverter.class)
    @Column(name = "sync_modified_at", nullable = false)
    private Instant modifiedAt;

    @Column(name = "sync_modified_by", nullable = false, length = 200)
    private String modifiedBy;

    /**
     * Whether the number was given to this very object, which JPA has not written yet. No copy and no merge takes that
     * along.
     */
    private transient boolean isGiven;

    /** For JPA, and for a record that has not been numbered yet. */
    public SyncState() {}

    /** The scope that the record belongs to. */
    public String getScope() {
        return scope;
    }

    /** The number of the record's last change; it rises within the scope. */
    public long getVersion() {
        return version;
    }

    /** When the record last changed, by the server's clock; for people, never compared. */
    public Instant getModifiedAt() {
        return modifiedAt;
    }

    /** The user who last changed the record. */
    public String getModifiedBy() {
        return modifiedBy;
    }

    /** Whether the record has been given a number; a new one has none before its transaction commits. */
    public boolean isNumbered() {
        return version > 0;
    }

    /**
     * Fills the columns of a new record until it is numbered, with a version that no pull reads and no other row has;
     * unless a synchronisation has just given it its number. A number that the application brings along was another
     * row's.
     */
    void awaitNumber() {
        if (isGiven) {
            return;
        }
        scope = "";
        version = -1 - (ThreadLocalRandom.current().nextLong() >>> 1);
        modifiedAt = Instant.now().truncatedTo(ChronoUnit.MICROS);
        modifiedBy = "";
    }

    /** Records a change: all four facts at once, so that none of them can be forgotten. */
    public void changed(String scope, long version, Instant at, String by) {
        if (version <= this.version) {
            throw new IllegalArgumentException("version " + version + " does not follow " + this.version);
        }
        this.scope = Objects.requireNonNull(scope, "scope");
        this.version = version;
        this.modifiedAt = Objects.requireNonNull(at, "at");
        this.modifiedBy = Objects.requireNonNull(by, "by");
        this.isGiven = true;
    }

    /** The number is in the row. */
    void written() {
        isGiven = false;
    }

    /** Says again what the row says, whatever the application has made of this object. */
    public void restore(SyncState row) {
        if (!isAs(row)) {
            scope = row.scope;
            version = row.version;
            modifiedAt = row.modifiedAt;
            modifiedBy = row.modifiedBy;
        }
    }

    /** This, if it says what the row says, or else a new object that does. */
    public SyncState restored(SyncState row) {
        if (isAs(row)) {
            return this;
        }
        var restored = new SyncState();
        restored.restore(row);
        return restored;
    }

    private boolean isAs(SyncState row) {
        return version == row.version
                && Objects.equals(scope, row.scope)
                && Objects.equals(modifiedAt, row.modifiedAt)
                && Objects.equals(modifiedBy, row.modifiedBy);
    }
}
