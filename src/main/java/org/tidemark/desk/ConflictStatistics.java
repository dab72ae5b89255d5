package org.tidemark.desk;

import jakarta.annotation.Resource;
import jakarta.ejb.Stateless;
import jakarta.ejb.TransactionAttribute;
import jakarta.ejb.TransactionAttributeType;
import jakarta.inject.Inject;
import jakarta.json.JsonObject;
import jakarta.persistence.EntityManager;
import jakarta.persistence.TypedQuery;
import java.time.Instant;
import java.time.ZoneId;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import org.tidemark.memory.Allowance;
import org.tidemark.protocol.Resolution.Outcome;
import org.tidemark.spi.Caller;
import org.tidemark.sync.ServerFacts;
import org.tidemark.sync.access.Roles;
import org.tidemark.sync.state.ConflictEntry.Status;
import org.tidemark.sync.state.DisputedFields;

/**
 * How often edits meet, and what becomes of it: of what the caller may read at this moment, and nothing else.
 *
 * <p>See docs/protocol.md, P190 to P194.
 */
@Stateless
@TransactionAttribute(TransactionAttributeType.NOT_SUPPORTED)
public class ConflictStatistics {

    /** The newest, if there are more. */
    static final int MOST = 100_000;

    /** Bytes of one row while it is counted, more or less. */
    private static final long WEIGHT = 600;

    @Resource(lookup = "java:comp/env/persistence/tidemark")
    private EntityManager em;

    @Inject
    private ServerFacts server;

    @Inject
    private ChangeCounter counter;

    /** A conflict without its sides. */
    record Row(
            String collection,
            List<String> fields,
            String owner,
            String serverBy,
            Instant detectedAt,
            Status status,
            Outcome outcome,
            String settledBy,
            Instant settledAt) {}

    public JsonObject of(
            Caller caller, String collection, Instant since, Instant until, ZoneId zone, Allowance allowance) {
        counter.write();
        return of(em, caller, server.readableScopes(caller), collection, since, until, zone, allowance);
    }

    static JsonObject of(
            EntityManager em,
            Caller caller,
            Set<String> scopes,
            String collection,
            Instant since,
            Instant until,
            ZoneId zone,
            Allowance allowance) {
        // A conflict that was opened again met no change anew.
        var query = new ConflictQuery(caller, scopes, ConflictFilter.of(null, collection, since, until))
                .and("c.reopens is null");
        long count = query.select(em, "count(c)", Long.class).getSingleResult();
        allowance.take(Math.min(count, MOST) * WEIGHT);
        List<Row> rows = query
                .ordered(true)
                .select(
                        em,
                        "c.collection, c.disputed, c.owner, c.serverBy, c.detectedAt, c.status, c.outcome,"
                                + " c.settledBy, c.settledAt",
                        Object[].class)
                .setMaxResults(MOST)
                .getResultList()
                .stream()
                .map(ConflictStatistics::row)
                .toList();
        Function<String, Map<Object, Long>> changes = by -> changes(em, by, caller, scopes, collection, since, until);
        return new StatisticsReport(rows, zone)
                .toJson(
                        since,
                        until,
                        count > rows.size(),
                        changes.apply("n.collection"),
                        changes.apply("n.owner"),
                        changes.apply("n.beginsAt"));
    }

    private static Row row(Object[] row) {
        return new Row(
                (String) row[0],
                DisputedFields.split((String) row[1]),
                (String) row[2],
                (String) row[3],
                (Instant) row[4],
                (Status) row[5],
                (Outcome) row[6],
                (String) row[7],
                (Instant) row[8]);
    }

    /** Who is no steward sees the own conflicts alone, and so the own changes. */
    private static Map<Object, Long> changes(
            EntityManager em,
            String by,
            Caller caller,
            Set<String> scopes,
            String collection,
            Instant since,
            Instant until) {
        boolean isSteward = caller.isInRole(Roles.STEWARD);
        TypedQuery<Object[]> query = em.createQuery(
                        "select " + by + ", sum(n.changes) from ChangeCount n"
                                + " where n.scope in :scopes and n.beginsAt >= :since and n.beginsAt < :until"
                                + (isSteward ? "" : " and n.owner = :owner")
                                + (collection == null ? "" : " and n.collection = :collection")
                                + " group by " + by,
                        Object[].class)
                .setParameter("scopes", scopes.isEmpty() ? Set.of("") : scopes)
                .setParameter("since", ChangeCounter.quarterOf(since))
                .setParameter("until", until);
        if (!isSteward) {
            query.setParameter("owner", caller.user());
        }
        if (collection != null) {
            query.setParameter("collection", collection);
        }
        Map<Object, Long> found = new HashMap<>();
        query.getResultList().forEach(row -> found.put(row[0], ((Number) row[1]).longValue()));
        return found;
    }
}
