package org.tidemark.desk;

import jakarta.annotation.Resource;
import jakarta.ejb.Stateless;
import jakarta.ejb.TransactionAttribute;
import jakarta.ejb.TransactionAttributeType;
import jakarta.inject.Inject;
import jakarta.json.JsonObject;
import jakarta.persistence.EntityManager;
import jakarta.persistence.TypedQuery;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.tidemark.json.Json;
import org.tidemark.memory.Allowance;
import org.tidemark.memory.Weight;
import org.tidemark.spi.Caller;
import org.tidemark.sync.CurrentRecord;
import org.tidemark.sync.ServerFacts;
import org.tidemark.sync.access.Roles;
import org.tidemark.sync.retry.UnreadableException;
import org.tidemark.sync.state.ConflictEntry;

/**
 * Reads the register, as far as the caller may see it: the own conflicts, and for a steward those of the readable
 * scopes. One whose scope is unknown is its owner's alone. Reads in no transaction: a record that cannot be read would
 * end it, and the list with it.
 *
 * <p>See docs/protocol.md, P130 to P137.
 */
@Stateless
@TransactionAttribute(TransactionAttributeType.NOT_SUPPORTED)
public class ConflictRegister {

    /** Characters of the conflicts of one page. */
    private static final long PAGE_SIZE = 4 << 20;

    @Resource(lookup = "java:comp/env/persistence/tidemark")
    private EntityManager em;

    @Inject
    private ServerFacts server;

    /**
     * A page of the list.
     *
     * @param more whether there are others after it
     */
    public record Page(List<JsonObject> conflicts, boolean more) {}

    /**
     * In the order of their detection; a page ends by its size as well as by its number, whatever people put into
     * their records.
     */
    public Page list(Caller caller, ConflictFilter filter, Allowance allowance) {
        Map<String, Object> parameters = new HashMap<>();
        Set<String> scopes = server.readableScopes(caller);
        parameters.put("scopes", scopes.isEmpty() ? Set.of("") : scopes);
        parameters.put("caller", caller.user());
        StringBuilder where = new StringBuilder("select c.id, c.bodySize from ConflictEntry c where "
                + (caller.isInRole(Roles.STEWARD)
                        ? "(c.owner = :caller and c.scope = '' or c.scope <> '' and c.scope in :scopes)"
                        : "c.owner = :caller and (c.scope = '' or c.scope in :scopes)"));
        if (filter.status() != null) {
            var status = ConflictEntry.Status.valueOf(filter.status().toUpperCase(Locale.ROOT));
            and(where, parameters, "c.status = :", "status", status);
        }
        if (filter.collection() != null) {
            and(where, parameters, "c.collection = :", "collection", filter.collection());
        }
        if (filter.replica() != null) {
            and(where, parameters, "c.replica = :", "replica", filter.replica().toString());
        }
        if (filter.after() != null) {
            ConflictEntry last = em.find(ConflictEntry.class, filter.after());
            if (last != null) {
                where.append(" and (c.detectedAt > :at or (c.detectedAt = :at and c.id > :after))");
                parameters.put("at", last.detectedAt());
                parameters.put("after", last.id());
            }
        }
        where.append(" order by c.detectedAt, c.id");
        TypedQuery<Object[]> query = em.createQuery(where.toString(), Object[].class);
        parameters.forEach(query::setParameter);
        List<Object[]> found = query.setMaxResults(filter.limit() + 1).getResultList();
        List<UUID> ids = idsOfPage(found, filter.limit(), allowance);
        return new Page(
                ids.isEmpty()
                        ? List.of()
                        : em
                                .createQuery(
                                        "select c from ConflictEntry c where c.id in :ids order by c.detectedAt,"
                                                + " c.id",
                                        ConflictEntry.class)
                                .setParameter("ids", ids)
                                .getResultList()
                                .stream()
                                .map(conflict -> asItIsNow(scopes, conflict))
                                .toList(),
                found.size() > ids.size());
    }

    /** At least one: what is larger than a page is a page. Fewer, where there is no room in the memory. */
    private static List<UUID> idsOfPage(List<Object[]> found, int limit, Allowance allowance) {
        List<UUID> ids = new ArrayList<>();
        long size = 0;
        for (Object[] row : found) {
            long one = ((Number) row[1]).longValue();
            size += one;
            if (ids.isEmpty()) {
                allowance.take(Weight.ofConflicts(one));
            } else if (ids.size() == limit || size > PAGE_SIZE || !allowance.grows(Weight.ofConflicts(one))) {
                break;
            }
            ids.add((UUID) row[0]);
        }
        return ids;
    }

    private static void and(
            StringBuilder where, Map<String, Object> parameters, String test, String name, Object value) {
        where.append(" and ").append(test).append(name);
        parameters.put(name, value);
    }

    /** The conflict, if it is there and the caller may see it. */
    public Optional<ConflictEntry> find(Caller caller, UUID id, Allowance allowance) {
        em.createQuery("select c.bodySize from ConflictEntry c where c.id = :id", Long.class)
                .setParameter("id", id)
                .getResultStream()
                .forEach(size -> allowance.take(Weight.ofConflicts(size)));
        return Optional.ofNullable(em.find(ConflictEntry.class, id))
                .filter(conflict -> server.mayResolve(caller, conflict));
    }

    /**
     * The conflict; while it is open, with the server's side as it is now, since that is what a resolution would
     * replace. Where the caller may not look, the record's later states are not shown: neither that one nor what the
     * resolution wrote.
     */
    public JsonObject asItIsNow(Caller caller, ConflictEntry conflict) {
        return asItIsNow(server.readableScopes(caller), conflict);
    }

    private JsonObject asItIsNow(Set<String> readable, ConflictEntry conflict) {
        JsonObject json = conflict.toJson();
        if (!conflict.isOpen() && !json.containsKey("resolution")) {
            return json;
        }
        CurrentRecord now;
        try {
            now = server.serverSide(conflict.key()).orElse(null);
        } catch (UnreadableException e) {
            now = CurrentRecord.UNREADABLE;
        }
        if (now == null) {
            return json;
        }
        var shown = Json.createObjectBuilder(json);
        if (!now.isWithin(readable)) {
            shown.remove("resolution");
        } else if (conflict.isOpen()) {
            shown.add("server", now.side().toJson());
        }
        return shown.build();
    }
}
