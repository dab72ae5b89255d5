package org.tidemark.sync.pull;

import jakarta.persistence.EntityManager;
import java.io.StringReader;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.tidemark.json.Json;
import org.tidemark.spi.Caller;
import org.tidemark.sync.access.CallerRights;
import org.tidemark.sync.retry.MissingRowException;
import org.tidemark.sync.state.DatabaseEpoch;
import org.tidemark.sync.state.Replica;

/**
 * What a pull has to know of its replica and of the server: one query, without the stored result of the last push,
 * which may be long.
 *
 * @param lastSyncAt null before the first
 * @param seen null before the first
 * @param settled the last number of a closed conflict that has no scope
 * @param number of the replica's last push
 */
public record PullState(UUID id, Instant lastSyncAt, String seen, UUID epoch, long settled, long number) {

    /** How often the time of the last sync is written while there is nothing new. */
    private static final Duration NOTE_EVERY = Duration.ofMinutes(1);

    /**
     * Asks in one query whether anything has come since the cursor.
     *
     * @return empty if something has, or if that takes more than one look
     */
    public static Optional<PullState> upToDate(
            EntityManager em, UUID id, Caller caller, CallerRights rights, PullCursor cursor) {
        boolean asRead = cursor.pass() == null
                && cursor.rounds() == 0
                && cursor.left().isEmpty()
                && cursor.seen().keySet().equals(rights.readable());
        // "in ()" is no SQL for PostgreSQL, and who reads nothing has nothing to look up.
        if (!asRead || rights.readable().isEmpty()) {
            return Optional.empty();
        }
        List<Object[]> rows = em.createQuery(
                        "select r.owner, r.revoked, r.lastSyncAt, r.seen, s.epoch, s.settled, r.number, c.scope,"
                                + " c.version from Replica r, DatabaseEpoch s, ScopeClock c"
                                + " where r.id = :id and s.id = :server and c.scope in :scopes",
                        Object[].class)
                .setParameter("id", id)
                .setParameter("server", DatabaseEpoch.ID)
                .setParameter("scopes", rights.readable())
                .getResultList();
        Map<String, Long> clocks = new HashMap<>();
        rows.forEach(row -> clocks.put((String) row[7], (Long) row[8]));
        if (!clocks.equals(cursor.seen())) {
            return Optional.empty();
        }
        return Optional.of(admitted(id, caller, rows.get(0)));
    }

    /** Whether the list of replicas says already what this one has seen, and when. */
    public boolean isNoted(Map<String, Long> now) {
        return isFresh() && text(now).equals(seen);
    }

    /** Whether it was noted a short while ago how far this one has come. */
    public boolean isFresh() {
        return lastSyncAt != null && lastSyncAt.isAfter(Instant.now().minus(NOTE_EVERY));
    }

    /** What is noted of one that has seen this. */
    public static String text(Map<String, Long> seen) {
        return PullCursor.json(seen).toString();
    }

    /** Keeps the row until the transaction ends. */
    void lock(EntityManager em) {
        em.createQuery("update Replica r set r.abandoned = false where r.id = :id")
                .setParameter("id", id)
                .executeUpdate();
    }

    /**
     * Keeps for the list of replicas what this one has seen; by an update of its own, since a push may hold the row.
     */
    public void note(EntityManager em, Map<String, Long> now) {
        if (isNoted(now)) {
            return;
        }
        em.createQuery("update Replica r set r.lastSyncAt = :now, r.seen = :seen, r.abandoned = false where r.id = :id")
                .setParameter("now", Instant.now().truncatedTo(ChronoUnit.MICROS))
                .setParameter("seen", text(now))
                .setParameter("id", id)
                .executeUpdate();
    }

    /** The versions that it has seen, by scope. */
    public Map<String, Long> noted() {
        return noted(seen);
    }

    /** How many changes a replica that has seen this much has not read. */
    public static long behind(Map<String, Long> seen, Map<String, Long> clocks) {
        return seen.entrySet().stream()
                .mapToLong(read -> Math.max(0, clocks.getOrDefault(read.getKey(), 0L) - read.getValue()))
                .sum();
    }

    public static Map<String, Long> noted(String seen) {
        if (seen == null) {
            return Map.of();
        }
        try (var reader = Json.createReader(new StringReader(seen))) {
            return PullCursor.versions(reader.readObject());
        }
    }

    private static PullState admitted(UUID id, Caller caller, Object[] row) {
        Replica.admit(caller, (String) row[0], (boolean) row[1]);
        return new PullState(id, (Instant) row[2], (String) row[3], (UUID) row[4], (long) row[5], (long) row[6]);
    }

    /** Refuses who may not use the replica. */
    public static PullState admitted(EntityManager em, UUID id, Caller caller) {
        List<Object[]> rows = em.createQuery(
                        "select r.owner, r.revoked, r.lastSyncAt, r.seen, s.epoch, s.settled, r.number"
                                + " from Replica r, DatabaseEpoch s where r.id = :id and s.id = :server",
                        Object[].class)
                .setParameter("id", id)
                .setParameter("server", DatabaseEpoch.ID)
                .getResultList();
        if (rows.isEmpty()) {
            throw new MissingRowException(
                    em.find(DatabaseEpoch.class, DatabaseEpoch.ID) == null
                            ? new DatabaseEpoch(UUID.randomUUID())
                            : Replica.fresh(em, id, caller));
        }
        return admitted(id, caller, rows.get(0));
    }
}
