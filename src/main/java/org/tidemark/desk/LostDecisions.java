package org.tidemark.desk;

import jakarta.annotation.Resource;
import jakarta.ejb.Stateless;
import jakarta.ejb.TransactionAttribute;
import jakarta.ejb.TransactionAttributeType;
import jakarta.inject.Inject;
import jakarta.json.JsonObject;
import jakarta.persistence.EntityManager;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.tidemark.json.Json;
import org.tidemark.memory.Allowance;
import org.tidemark.memory.Weight;
import org.tidemark.protocol.RecordKey;
import org.tidemark.protocol.Resolution.Outcome;
import org.tidemark.spi.Caller;
import org.tidemark.sync.CurrentRecord;
import org.tidemark.sync.ServerFacts;
import org.tidemark.sync.state.ConflictEntry;

/**
 * Decisions of others, or of a rule, by which an edit of the caller was not kept, or not all of it: whoever made either
 * side is told. Of the other side, only what was written is shown, to who may read the record.
 *
 * <p>See docs/protocol.md, P184.
 */
@Stateless
@TransactionAttribute(TransactionAttributeType.NOT_SUPPORTED)
public class LostDecisions {

    @Resource(lookup = "java:comp/env/persistence/tidemark")
    private EntityManager em;

    @Inject
    private ServerFacts server;

    @Inject
    private ConflictRegister register;

    /** The latest first; of those that ended after {@code since}, if it is not null. */
    public List<JsonObject> list(Caller caller, Instant since, int limit, Allowance allowance) {
        Set<String> scopes = server.readableScopes(caller);
        List<Object[]> found = find(em, caller.user(), scopes, since, limit);
        long size =
                found.stream().mapToLong(row -> ((Number) row[1]).longValue()).sum();
        allowance.take(Weight.ofConflicts(size));
        List<ConflictEntry> conflicts = ConflictRegister.read(
                em, found.stream().map(row -> (UUID) row[0]).toList());
        Map<RecordKey, CurrentRecord> now = register.current(
                conflicts.stream().map(ConflictEntry::key).distinct().toList());
        return conflicts.stream()
                .filter(conflict -> LostEdit.of(caller.user(), conflict).isLost())
                .map(conflict -> json(caller.user(), conflict, isReadable(now.get(conflict.key()), scopes)))
                .toList();
    }

    private static boolean isReadable(CurrentRecord now, Set<String> scopes) {
        return now != null && now.isWithin(scopes);
    }

    static List<Object[]> find(EntityManager em, String user, Set<String> scopes, Instant since, int limit) {
        var query = em.createQuery(
                        "select c.id, c.bodySize from ConflictEntry c where c.status = :settled and c.settledBy <> :user"
                                + " and (c.owner = :user and c.outcome in (:server, :merged)"
                                + " or c.serverBy = :user and c.owner <> :user and c.outcome in (:client, :merged))"
                                + " and (c.scope in :scopes or c.scope = '' and c.owner = :user)"
                                + (since == null ? "" : " and c.settledAt > :since")
                                + " order by c.settledAt desc, c.id",
                        Object[].class)
                .setParameter("settled", ConflictEntry.Status.SETTLED)
                .setParameter("user", user)
                .setParameter("server", Outcome.SERVER)
                .setParameter("client", Outcome.CLIENT)
                .setParameter("merged", Outcome.MERGED)
                .setParameter("scopes", scopes.isEmpty() ? Set.of("") : scopes);
        if (since != null) {
            query.setParameter("since", since);
        }
        return query.setMaxResults(limit).getResultList();
    }

    static JsonObject json(String user, ConflictEntry conflict, boolean isReadable) {
        LostEdit lost = LostEdit.of(user, conflict);
        var json = Json.createObjectBuilder()
                .add("conflict", conflict.id().toString())
                .add("collection", conflict.key().collection())
                .add("record", conflict.key().id().toString())
                .add("kind", conflict.body().getString("kind"))
                .add("disputed", conflict.body().getJsonArray("disputed"))
                .add("outcome", ConflictEntry.nameOf(conflict.outcome()))
                .add("resolvedBy", conflict.settledBy())
                .add("resolvedAt", conflict.settledAt().toString())
                .add("side", conflict.owner().equals(user) ? "client" : "server")
                .add("yours", lost.yours());
        if (lost.isDeletion()) {
            json.add("deleted", true);
        }
        if (isReadable && lost.hasRecord()) {
            json.add("written", lost.written());
        }
        return json.build();
    }
}
