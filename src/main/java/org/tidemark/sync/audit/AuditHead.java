package org.tidemark.sync.audit;

import jakarta.persistence.Cacheable;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.EntityManager;
import jakarta.persistence.Id;
import jakarta.persistence.LockModeType;
import jakarta.persistence.Table;

/**
 * Where the chain ends. Who prolongs the chain locks this row, and nobody else does: it makes two nodes take turns. It
 * also tells that the last entries were removed.
 */
@Entity
@Cacheable(false)
@Table(name = "tidemark_audit_head")
public class AuditHead {

    private static final int ID = 1;

    @Id
    @Column(name = "id")
    private int id;

    @Column(name = "position")
    private long position;

    @Column(name = "hash")
    private String hash;

    protected AuditHead() {}

    public static AuditHead lock(EntityManager em) {
        return em.find(AuditHead.class, ID, LockModeType.PESSIMISTIC_WRITE);
    }

    public static AuditHead read(EntityManager em) {
        return em.createQuery("select h from AuditHead h where h.id = :id", AuditHead.class)
                .setParameter("id", ID)
                .getSingleResult();
    }

    /** The entry that follows; its hash is the head's from now on. */
    public AuditEntry chain(WaitingAuditEntry waiting, AuditDigest digests) {
        position++;
        hash = digests.chained(hash, position, waiting.digest());
        return new AuditEntry(position, waiting, hash);
    }

    public long position() {
        return position;
    }

    public String hash() {
        return hash;
    }
}
