package org.tidemark.audit;

import jakarta.annotation.Resource;
import jakarta.ejb.Stateless;
import jakarta.ejb.TransactionAttribute;
import jakarta.ejb.TransactionAttributeType;
import jakarta.persistence.EntityManager;
import java.util.List;
import java.util.UUID;
import org.tidemark.sync.audit.AuditDigest;
import org.tidemark.sync.audit.AuditEntry;
import org.tidemark.sync.audit.AuditHead;
import org.tidemark.sync.audit.WaitingAuditEntry;

/** The rows of the log: chained a portion in each transaction, and read a page at a time. */
@Stateless
public class AuditChain {

    /** Rows a transaction, and a page. */
    static final int PORTION = 1000;

    @Resource(lookup = "java:comp/env/persistence/tidemark")
    private EntityManager em;

    /** Where the chain ends. */
    public record End(long position, String hash) {}

    /** What waits to be chained. */
    public record Waiting(long count, List<UUID> forged) {}

    /** Chains a portion; returns how many. Two nodes take turns. */
    public int chain() {
        return chain(em);
    }

    @TransactionAttribute(TransactionAttributeType.NOT_SUPPORTED)
    public End end() {
        return end(em);
    }

    @TransactionAttribute(TransactionAttributeType.NOT_SUPPORTED)
    public List<AuditEntry> entries(long from) {
        return entries(em, from);
    }

    @TransactionAttribute(TransactionAttributeType.NOT_SUPPORTED)
    public Waiting waiting() {
        return waiting(em);
    }

    static int chain(EntityManager em) {
        AuditHead head = AuditHead.lock(em);
        List<WaitingAuditEntry> some = em.createQuery(
                        "select w from WaitingAuditEntry w order by w.event.happenedAt, w.event.version, w.id",
                        WaitingAuditEntry.class)
                .setMaxResults(PORTION)
                .getResultList();
        if (some.isEmpty()) {
            return 0;
        }
        AuditDigest digests = AuditDigest.configured();
        some.forEach(entry -> em.persist(head.chain(entry, digests)));
        em.flush();
        int removed = em.createQuery("delete from WaitingAuditEntry w where w.id in :ids")
                .setParameter("ids", some.stream().map(WaitingAuditEntry::id).toList())
                .executeUpdate();
        if (removed != some.size()) {
            throw new IllegalStateException(removed + " of " + some.size() + " rows were there to be chained");
        }
        return removed;
    }

    static End end(EntityManager em) {
        AuditHead head = AuditHead.read(em);
        return new End(head.position(), head.hash());
    }

    static List<AuditEntry> entries(EntityManager em, long from) {
        return em.createQuery(
                        "select e from AuditEntry e where e.position >= :from order by e.position", AuditEntry.class)
                .setParameter("from", from)
                .setMaxResults(PORTION)
                .getResultList();
    }

    /** Of the oldest ones, those that no server has written. */
    static Waiting waiting(EntityManager em) {
        long count = em.createQuery("select count(w) from WaitingAuditEntry w", Long.class)
                .getSingleResult();
        AuditDigest digests = AuditDigest.configured();
        List<UUID> forged = em
                .createQuery(
                        "select w from WaitingAuditEntry w order by w.event.happenedAt, w.id", WaitingAuditEntry.class)
                .setMaxResults(PORTION)
                .getResultList()
                .stream()
                .filter(entry -> !entry.isIntact(digests))
                .map(WaitingAuditEntry::id)
                .toList();
        return new Waiting(count, forged);
    }
}
