package org.tidemark.sync.capture;

import jakarta.annotation.Resource;
import jakarta.ejb.Stateless;
import jakarta.enterprise.event.Event;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.UUID;
import org.tidemark.dialect.Dialect;
import org.tidemark.mapping.CollectionRegistry;
import org.tidemark.protocol.RecordKey;
import org.tidemark.sync.constraints.MissingColumns;
import org.tidemark.sync.retry.DatabaseRefusedException;
import org.tidemark.sync.state.ScopeAdvanced;

/** Rows that came past JPA and have no number, in a transaction for each call. {@link UnnumberedRowsJob} calls them. */
@Stateless
public class UnnumberedRows {

    @Resource(lookup = "java:comp/env/persistence/tidemark")
    private EntityManager em;

    @Inject
    private CollectionRegistry registry;

    @Inject
    private Dialect dialect;

    @Inject
    private ApplicationWrites estateWrites;

    @Inject
    private Event<ScopeAdvanced> advanced;

    /**
     * The ids of rows that came past JPA and have no number: those from before Tidemark, and those that SQL of the
     * application inserts.
     */
    public List<UUID> ids(String collection, UUID after, int limit) {
        return DatabaseRefusedException.refusing(() -> {
            List<UUID> ids = em.createQuery(registry.unnumberedQuery(registry.get(collection)), UUID.class)
                    .setParameter("after", after)
                    .setMaxResults(limit)
                    .getResultList();
            if (ids.size() == limit) {
                CapturedChanges.rehearse(em, registry.get(collection));
            }
            return ids;
        });
    }

    /** How many rows cannot get a number, since they have no scope. */
    public long withoutScope(String collection) {
        return DatabaseRefusedException.refusing(
                () -> em.createQuery(registry.withoutScopeQuery(registry.get(collection)), Long.class)
                        .getSingleResult());
    }

    /** Numbers those that still have none; returns how many. */
    public int number(String collection, List<UUID> ids) {
        return DatabaseRefusedException.refusing(() -> {
            estateWrites.leaveToSync();
            var changes = new CapturedChanges(registry, estateWrites.before());
            ids.forEach(id -> changes.addNewRow(new RecordKey(collection, id)));
            changes.number(em, Instant.now().truncatedTo(ChronoUnit.MICROS), "system")
                    .forEach(advanced::fire);
            return changes.numbered();
        });
    }

    /** The tables that lack columns of the contract. */
    public MissingColumns missingColumns() {
        return DatabaseRefusedException.refusing(() -> MissingColumns.of(em, dialect));
    }
}
