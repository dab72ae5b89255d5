package org.tidemark.sync.audit;

import jakarta.persistence.Cacheable;
import jakarta.persistence.Column;
import jakarta.persistence.Embedded;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.util.UUID;

/**
 * What happened and has no place in the chain yet. It is written in the transaction of the deed, so there is no deed
 * without it. A chain that each transaction prolonged would let them run one after another only.
 */
@Entity
@Cacheable(false)
@Table(name = "tidemark_audit_waiting")
public class WaitingAuditEntry {

    @Id
    @Column(name = "id")
    private UUID id;

    @Embedded
    private AuditEvent event;

    /** Made by the server that saw the deed. */
    @Column(name = "digest")
    private String digest;

    protected WaitingAuditEntry() {}

    WaitingAuditEntry(AuditEvent event, AuditDigest digests) {
        this.id = UUID.randomUUID();
        this.event = event;
        this.digest = digests.of(event);
    }

    public UUID id() {
        return id;
    }

    AuditEvent event() {
        return event;
    }

    String digest() {
        return digest;
    }

    public boolean isIntact(AuditDigest digests) {
        return digests.of(event).equals(digest);
    }
}
