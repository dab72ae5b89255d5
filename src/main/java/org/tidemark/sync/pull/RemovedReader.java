package org.tidemark.sync.pull;

import jakarta.persistence.EntityManager;
import java.util.List;
import org.tidemark.mapping.field.PullProjection;

/** Reads what has left a scope: its tombstones. Not threadsafe. */
final class RemovedReader extends StepReader {

    private final EntityManager em;
    private final String scope;
    private final long upTo;

    /** @param upTo what is above may have arrived elsewhere, which the replica has not been sent yet */
    RemovedReader(PullPage page, EntityManager em, String scope, long after, long upTo) {
        super(page, after);
        this.em = em;
        this.scope = scope;
        this.upTo = upTo;
    }

    @Override
    boolean read() {
        return page.inPortions(limit -> {
            List<Object[]> rows = PullProjection.rows(
                    em.createQuery("select t.record, t.version, t.collection from Tombstone t where t.scope = :scope"
                                    + " and t.version > :after and t.version <= :upTo order by t.version")
                            .setParameter("scope", scope)
                            .setParameter("after", after())
                            .setParameter("upTo", upTo)
                            .setMaxResults(limit));
            if (!rows.isEmpty()) {
                page.remove(scope, rows);
                after((long) rows.get(rows.size() - 1)[1]);
            }
            return rows.size() < limit;
        });
    }
}
