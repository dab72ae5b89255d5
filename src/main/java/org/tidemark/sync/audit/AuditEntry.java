package org.tidemark.sync.audit;

import jakarta.persistence.Cacheable;
import jakarta.persistence.Column;
import jakarta.persistence.Embedded;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;

/** A link of the chain. Its row is inserted, and never changed or deleted: a database can be told to forbid both. */
@Entity
@Cacheable(false)
@Table(name = "tidemark_audit")
public class AuditEntry {

    /** From 1, without a gap. */
    @Id
    @Column(name = "position")
    private long position;

    @Embedded
    private AuditEvent event;

    @Column(name = "digest")
    private String digest;

    /** Of the entry before, the position and the digest. */
    @Column(name = "hash")
    private String hash;

    protected AuditEntry() {}

    AuditEntry(long position, WaitingAuditEntry waiting, String hash) {
        this.position = position;
        this.event = waiting.event().copy();
        this.digest = waiting.digest();
        this.hash = hash;
    }

    public long position() {
        return position;
    }

    public String hash() {
        return hash;
    }

    /** Whether it says what the server has written. */
    public boolean isIntact(AuditDigest digests) {
        return digests.of(event).equals(digest);
    }

    /** Whether it was chained behind the entry with that hash. */
    public boolean follows(String previous, AuditDigest digests) {
        return digests.chained(previous, position, digest).equals(hash);
    }
}
