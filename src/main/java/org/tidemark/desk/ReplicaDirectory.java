package org.tidemark.desk;

import jakarta.annotation.Resource;
import jakarta.ejb.Stateless;
import jakarta.enterprise.event.Event;
import jakarta.inject.Inject;
import jakarta.json.JsonObject;
import jakarta.persistence.EntityManager;
import jakarta.persistence.LockModeType;
import jakarta.persistence.TypedQuery;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.tidemark.json.Json;
import org.tidemark.protocol.Refusal;
import org.tidemark.spi.Caller;
import org.tidemark.sync.ServerFacts;
import org.tidemark.sync.access.Roles;
import org.tidemark.sync.audit.AuditLog;
import org.tidemark.sync.pull.PullState;
import org.tidemark.sync.state.ConflictEntry;
import org.tidemark.sync.state.Replica;
import org.tidemark.sync.state.ReplicaRevoked;
import org.tidemark.sync.state.ScopeClock;

/**
 * The replicas that the server knows: to see who is behind, and to take a lost device's replica out of service.
 *
 * <p>See docs/protocol.md, P140 to P143.
 */
@Stateless
public class ReplicaDirectory {

    /** Ids in one query. */
    private static final int AT_ONCE = 500;

    @Resource(lookup = "java:comp/env/persistence/tidemark")
    private EntityManager em;

    @Inject
    private Event<ReplicaRevoked> revoked;

    @Inject
    private ServerFacts server;

    /**
     * The caller's own, or all for who manages them, the newest first, without those that were abandoned. What a
     * replica's last push came to, which may be long, is not read.
     *
     * @param after the last one of the page before, or null
     */
    public List<JsonObject> list(Caller caller, UUID after, int limit) {
        boolean all = managesAll(caller);
        Map<String, Object> parameters = new HashMap<>();
        List<String> where = new ArrayList<>(List.of("r.abandoned = false"));
        if (!all) {
            where.add("r.owner = :owner");
            parameters.put("owner", caller.user());
        }
        if (after != null) {
            where.add("(r.createdAt < :at or r.createdAt = :at and r.id > :after)");
            parameters.put("at", createdAt(after, caller, all));
            parameters.put("after", after);
        }
        TypedQuery<Object[]> query = em.createQuery(
                "select r.id, r.owner, r.label, r.lastSyncAt, r.seen, r.revoked from Replica r" + " where "
                        + String.join(" and ", where) + " order by r.createdAt desc, r.id",
                Object[].class);
        parameters.forEach(query::setParameter);
        List<Object[]> rows = query.setMaxResults(limit).getResultList();
        Map<String, Long> clocks = clocks(caller);
        Map<String, Long> conflicts = openConflicts(rows);
        return rows.stream().map(row -> json(row, clocks, conflicts)).toList();
    }

    private static boolean managesAll(Caller caller) {
        return caller.isInRole(Roles.STEWARD) || caller.isInRole(Roles.ADMINISTRATOR);
    }

    private Instant createdAt(UUID replica, Caller caller, boolean all) {
        List<Object[]> found = em.createQuery(
                        "select r.createdAt, r.owner from Replica r where r.id = :id", Object[].class)
                .setParameter("id", replica)
                .getResultList();
        if (found.isEmpty() || !all && !found.get(0)[1].equals(caller.user())) {
            throw Refusal.malformed("", "after must be the id of a replica");
        }
        return (Instant) found.get(0)[0];
    }

    /**
     * Of what the caller may read alone: how far other scopes have come is not told by how far a replica is behind. An
     * administrator sees all clocks anyway.
     */
    private Map<String, Long> clocks(Caller caller) {
        Set<String> readable =
                caller.isInRole(Roles.ADMINISTRATOR) ? ScopeClock.scopes(em) : server.readableScopes(caller);
        Map<String, Long> clocks = new HashMap<>();
        if (!readable.isEmpty()) {
            em.createQuery("select c from ScopeClock c where c.scope in :scopes", ScopeClock.class)
                    .setParameter("scopes", readable)
                    .getResultList()
                    .forEach(clock -> clocks.put(clock.scope(), clock.version()));
        }
        return clocks;
    }

    /** The labels of the replicas that conflicts come from. */
    static Map<UUID, String> labels(EntityManager em, List<ConflictEntry> conflicts) {
        List<UUID> ids = conflicts.stream()
                .flatMap(conflict -> conflict.replica().stream())
                .distinct()
                .toList();
        Map<UUID, String> labels = new HashMap<>();
        if (!ids.isEmpty()) {
            em.createQuery("select r.id, r.label from Replica r where r.id in :ids", Object[].class)
                    .setParameter("ids", ids)
                    .getResultList()
                    .forEach(row -> labels.put((UUID) row[0], row[1] == null ? "" : (String) row[1]));
        }
        return labels;
    }

    /** Gives a replica a name that its user knows it by. */
    public void label(Caller caller, UUID id, String label) {
        lockOwn(caller, id).label(label);
    }

    /** Revokes a replica: at its next sync it is told to wipe its data. */
    public void revoke(Caller caller, UUID id) {
        Replica replica = lockOwn(caller, id);
        replica.revoke();
        AuditLog.of(em, caller.user(), id).revoked(replica.owner());
        revoked.fire(new ReplicaRevoked(id, replica.owner()));
    }

    /** Locked: a push writes the whole row. */
    private Replica lockOwn(Caller caller, UUID id) {
        Replica replica = em.find(Replica.class, id, LockModeType.PESSIMISTIC_WRITE);
        boolean may = replica != null && (replica.owner().equals(caller.user()) || managesAll(caller));
        if (!may) {
            throw Refusal.notFound("There is no replica " + id + ".");
        }
        return replica;
    }

    /** Refuses who may not hear of this replica. One that has not synchronised yet belongs to nobody. */
    public void admit(Caller caller, UUID id) {
        // Without the result of its last push, which may be long.
        List<Object[]> rows = em.createQuery(
                        "select r.owner, r.revoked from Replica r where r.id = :id", Object[].class)
                .setParameter("id", id)
                .getResultList();
        rows.forEach(row -> Replica.admit(caller, (String) row[0], (boolean) row[1]));
    }

    /** Those of these replicas that were revoked, on whichever node, with their owners. */
    public Map<UUID, String> revokedAmong(Collection<UUID> ids) {
        List<UUID> all = List.copyOf(ids);
        Map<UUID, String> found = new HashMap<>();
        for (int from = 0; from < all.size(); from += AT_ONCE) {
            em.createQuery(
                            "select r.id, r.owner from Replica r where r.revoked = true and r.id in :ids",
                            Object[].class)
                    .setParameter("ids", all.subList(from, Math.min(all.size(), from + AT_ONCE)))
                    .getResultList()
                    .forEach(row -> found.put((UUID) row[0], (String) row[1]));
        }
        return found;
    }

    private Map<String, Long> openConflicts(List<Object[]> replicas) {
        Map<String, Long> counts = new HashMap<>();
        if (!replicas.isEmpty()) {
            em.createQuery(
                            "select c.replica, count(c) from ConflictEntry c where c.status = :open"
                                    + " and c.replica in :replicas group by c.replica",
                            Object[].class)
                    .setParameter("open", ConflictEntry.Status.OPEN)
                    .setParameter(
                            "replicas",
                            replicas.stream().map(row -> row[0].toString()).toList())
                    .getResultList()
                    .forEach(row -> counts.put((String) row[0], (Long) row[1]));
        }
        return counts;
    }

    private static JsonObject json(Object[] row, Map<String, Long> clocks, Map<String, Long> conflicts) {
        String id = row[0].toString();
        var json = Json.createObjectBuilder()
                .add("id", id)
                .add("user", (String) row[1])
                .add("label", row[2] == null ? "" : (String) row[2]);
        if (row[3] == null) {
            json.addNull("lastSync");
        } else {
            json.add("lastSync", row[3].toString());
        }
        return json.add("openConflicts", conflicts.getOrDefault(id, 0L))
                .add("behind", PullState.behind(PullState.noted((String) row[4]), clocks))
                .add("revoked", (boolean) row[5])
                .build();
    }
}
