package org.tidemark.desk;

import jakarta.persistence.EntityManager;
import jakarta.persistence.TypedQuery;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.tidemark.protocol.Refusal;
import org.tidemark.spi.Caller;
import org.tidemark.sync.access.Roles;
import org.tidemark.sync.state.ConflictEntry;

/**
 * Asks for conflicts {@code c} of the register, as far as the caller may see them by the rights of this moment: the own
 * ones, and for a steward those of the readable scopes. One whose scope is unknown is its owner's alone.
 */
final class ConflictQuery {

    private static final String FOLLOW_UP = "select f.conflict from FollowUp f where f.conflict = c.id";

    private final StringBuilder where = new StringBuilder();
    private final Map<String, Object> parameters = new HashMap<>();
    private String order = "";

    ConflictQuery(Caller caller, Set<String> scopes, ConflictFilter filter) {
        parameters.put("scopes", scopes.isEmpty() ? Set.of("") : scopes);
        parameters.put("caller", caller.user());
        where.append(
                caller.isInRole(Roles.STEWARD)
                        ? "(c.owner = :caller and c.scope = '' or c.scope <> '' and c.scope in :scopes)"
                        : "c.owner = :caller and (c.scope = '' or c.scope in :scopes)");
        and("c.status = :status", "status", filter.status());
        and("c.collection = :collection", "collection", filter.collection());
        and("c.record = :record", "record", filter.record());
        and("c.replica = :replica", "replica", text(filter.replica()));
        and("c.scope = :scope", "scope", filter.scope());
        and("c.kind = :kind", "kind", filter.kind());
        and("c.owner = :owner", "owner", filter.user());
        and("(c.owner = :person or c.serverBy = :person)", "person", filter.person());
        and("c.settledBy = :by", "by", filter.by());
        and("c.outcome = :outcome", "outcome", filter.outcome());
        and("c.disputed like :field escape '!'", "field", filter.field() == null ? null : like(filter.field()));
        and("exists (" + FOLLOW_UP + " and f.assignee = :assignee)", "assignee", filter.assignee());
        if (filter.reviewed() != null) {
            and((filter.reviewed() ? "" : "not ") + "exists (" + FOLLOW_UP + " and f.reviewedBy is not null)");
        }
        and("c.reopens = :reopens", "reopens", text(filter.reopens()));
        and("c.detectedAt >= :since", "since", filter.since());
        and("c.detectedAt < :until", "until", filter.until());
    }

    private void and(String test, String name, Object value) {
        if (value != null) {
            and(test);
            parameters.put(name, value);
        }
    }

    ConflictQuery and(String test) {
        where.append(" and ").append(test);
        return this;
    }

    ConflictQuery with(String name, Object value) {
        parameters.put(name, value);
        return this;
    }

    private static String text(Object id) {
        return id == null ? null : id.toString();
    }

    private static String like(String field) {
        return "%," + field.replaceAll("[!%_]", "!$0") + ",%";
    }

    /** From a conflict on, by its place in the order: it may have gone out of the caller's sight since. */
    ConflictQuery inOrder(EntityManager em, ConflictFilter.Slice slice) {
        String later = slice.isNewestFirst() ? "<" : ">";
        if (slice.after() != null) {
            ConflictEntry last = em.find(ConflictEntry.class, slice.after());
            if (last == null) {
                throw Refusal.malformed("", "after must be the id of a conflict: begin again without it");
            }
            and("(c.detectedAt " + later + " :at or (c.detectedAt = :at and c.id " + later + " :after))");
            parameters.put("at", last.detectedAt());
            parameters.put("after", last.id());
        }
        return ordered(slice.isNewestFirst());
    }

    ConflictQuery ordered(boolean isNewestFirst) {
        order = isNewestFirst ? " order by c.detectedAt desc, c.id desc" : " order by c.detectedAt, c.id";
        return this;
    }

    <T> TypedQuery<T> select(EntityManager em, String what, Class<T> type) {
        TypedQuery<T> query = em.createQuery("select " + what + " from ConflictEntry c where " + where + order, type);
        parameters.forEach(query::setParameter);
        return query;
    }
}
