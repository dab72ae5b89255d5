package org.tidemark.sync;

import jakarta.annotation.Resource;
import jakarta.ejb.Stateless;
import jakarta.enterprise.event.Event;
import jakarta.inject.Inject;
import jakarta.json.JsonObject;
import jakarta.persistence.EntityManager;
import jakarta.persistence.LockModeType;
import jakarta.persistence.TypedQuery;
import java.io.StringReader;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.tidemark.protocol.Json;
import org.tidemark.protocol.Refusal;
import org.tidemark.spi.Caller;

/** The replicas that the server knows: to see who is behind, and to take a lost device's replica out of service. */
@Stateless
public class Replicas {

    /** Ids in one query. */
    private static final int AT_ONCE = 500;

    @Resource(lookup = "java:comp/env/persistence/tidemark")
    private EntityManager em;

    @Inject
    private Event<ReplicaRevoked> revoked;

    /** The caller's own, or all for a steward; the one that synchronised last comes first. */
    public List<JsonObject> list(Caller caller) {
        boolean all = caller.isInRole(SyncService.STEWARD);
        TypedQuery<Replica> query = em.createQuery(
                "select r from Replica r" + (all ? "" : " where r.owner = :owner")
                        + " order by r.lastSyncAt desc, r.id",
                Replica.class);
        if (!all) {
            query.setParameter("owner", caller.user());
        }
        Map<String, Long> clocks = new HashMap<>();
        em.createQuery("select c from ScopeClock c", ScopeClock.class)
                .getResultList()
                .forEach(clock -> clocks.put(clock.scope(), clock.version()));
        Map<String, Long> conflicts = openConflicts();
        return query.getResultList().stream()
                .map(replica -> json(
                        replica, clocks, conflicts.getOrDefault(replica.id().toString(), 0L)))
                .toList();
    }

    /** Revokes a replica: at its next sync it is told to wipe its data. */
    public void revoke(Caller caller, UUID id) {
        Replica replica = em.find(Replica.class, id, LockModeType.PESSIMISTIC_WRITE);
        boolean may =
                replica != null && (replica.owner().equals(caller.user()) || caller.isInRole(SyncService.STEWARD));
        if (!may) {
            throw Refusal.notFound("There is no replica " + id + ".");
        }
        replica.revoke();
        revoked.fire(new ReplicaRevoked(id, replica.owner()));
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

    @SuppressWarnings("unchecked")
    private Map<String, Long> openConflicts() {
        Map<String, Long> counts = new HashMap<>();
        List<Object[]> rows = em.createQuery("select c.replica, count(c) from RegisteredConflict c"
                        + " where c.status = :open and c.replica is not null group by c.replica")
                .setParameter("open", RegisteredConflict.Status.OPEN)
                .getResultList();
        rows.forEach(row -> counts.put((String) row[0], (Long) row[1]));
        return counts;
    }

    private static JsonObject json(Replica replica, Map<String, Long> clocks, long conflicts) {
        var json = Json.createObjectBuilder()
                .add("id", replica.id().toString())
                .add("user", replica.owner())
                .add("label", replica.label() == null ? "" : replica.label());
        if (replica.lastSyncAt() == null) {
            json.addNull("lastSync");
        } else {
            json.add("lastSync", replica.lastSyncAt().toString());
        }
        return json.add("openConflicts", conflicts)
                .add("behind", behind(replica, clocks))
                .add("revoked", replica.isRevoked())
                .build();
    }

    private static long behind(Replica replica, Map<String, Long> clocks) {
        if (replica.seen() == null) {
            return 0;
        }
        try (var reader = Json.createReader(new StringReader(replica.seen()))) {
            JsonObject seen = reader.readObject();
            return seen.keySet().stream()
                    .mapToLong(scope -> Math.max(
                            0,
                            clocks.getOrDefault(scope, 0L)
                                    - seen.getJsonNumber(scope).longValueExact()))
                    .sum();
        }
    }
}
