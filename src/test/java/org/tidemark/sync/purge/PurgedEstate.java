package org.tidemark.sync.purge;

import jakarta.json.Json;
import jakarta.json.JsonValue;
import jakarta.persistence.EntityManager;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.tidemark.mapping.field.PullProjection;
import org.tidemark.protocol.Change;
import org.tidemark.protocol.Conflict;
import org.tidemark.protocol.Push;
import org.tidemark.protocol.PushResult;
import org.tidemark.protocol.RecordKey;
import org.tidemark.protocol.Rejection;
import org.tidemark.protocol.Resolution.Outcome;
import org.tidemark.sync.Estate;
import org.tidemark.sync.state.ConflictEntry;
import org.tidemark.sync.state.Replica;
import org.tidemark.sync.state.ScopeClock;
import org.tidemark.sync.state.Tombstone;

/** An estate with pushes, conflicts and tombstones of any age, and the retention that removes them. */
final class PurgedEstate {

    static final Instant NOW = Instant.now().truncatedTo(ChronoUnit.MICROS);
    static final Instant BEFORE = NOW.minus(Duration.ofDays(400));
    static final Instant LONG_AGO = BEFORE.minus(Duration.ofDays(1));

    private final Estate estate;

    PurgedEstate(Estate estate) {
        this.estate = estate;
    }

    /** A push that was answered with an applied change, a rejected one and a conflict, as far as it has so many. */
    PushResult answered(UUID id, Push push) {
        return in(em -> {
            Replica replica = em.find(Replica.class, id);
            if (replica == null) {
                replica = new Replica(id, Estate.CALLER, NOW);
                em.persist(replica);
            }
            List<RecordKey> keys = push.changes().stream().map(Change::key).toList();
            var applied = List.of(new PushResult.Applied(keys.get(0), 7, false));
            List<Rejection> rejected = keys.stream()
                    .skip(1)
                    .limit(1)
                    .map(key -> new Rejection(key, Rejection.Reason.INVALID, "no"))
                    .toList();
            List<Conflict> conflicts =
                    keys.stream().skip(2).map(PurgedEstate::conflict).toList();
            conflicts.forEach(one -> em.persist(new ConflictEntry(one, "red", id, "alice")));
            PushResult result = PushResult.of(push.number()).plus(applied, conflicts, rejected);
            replica.store(push, result, true, NOW);
            return result;
        });
    }

    static Push push(long number, int changes) {
        List<Change> all = IntStream.range(0, changes)
                .mapToObj(i -> Estate.added("texts", UUID.randomUUID(), "{}"))
                .toList();
        return new Push(number, "digest of " + all.hashCode(), all, List.of());
    }

    private static Conflict conflict(RecordKey key) {
        Map<String, JsonValue> fields = Map.of("text", Json.createValue("x".repeat(100_000)));
        var side = new Conflict.Side(1L, NOW, "bob", false, fields);
        return new Conflict(
                UUID.randomUUID(), key, Conflict.Kind.MODIFIED_MODIFIED, NOW, List.of("text"), side, side, side);
    }

    static ConflictEntry register(EntityManager em, String record) {
        var key = new RecordKey("texts", UUID.nameUUIDFromBytes(record.getBytes(StandardCharsets.UTF_8)));
        var side = new Conflict.Side(1L, NOW, "bob", false, Map.of());
        var conflict =
                new Conflict(UUID.randomUUID(), key, Conflict.Kind.MODIFIED_MODIFIED, NOW, List.of(), side, side, side);
        var registered = new ConflictEntry(conflict, "red", null, "alice");
        em.persist(registered);
        return registered;
    }

    void settleAll(Instant at) {
        in(em -> {
            em.createQuery("select c from ConflictEntry c", ConflictEntry.class)
                    .getResultList()
                    .forEach(one -> one.settle(Outcome.SERVER, "carol", at, null, null));
            return null;
        });
    }

    UUID known() {
        UUID id = UUID.randomUUID();
        in(em -> {
            em.persist(new Replica(id, Estate.CALLER, NOW));
            return null;
        });
        return id;
    }

    void age(UUID id) {
        in(em -> em.createQuery("update Replica r set r.createdAt = :then, r.lastSyncAt = :then where r.id = :id")
                .setParameter("then", LONG_AGO)
                .setParameter("id", id)
                .executeUpdate());
    }

    /** As {@link RetentionPurge} does it: each portion is a transaction. */
    private int purge(BiFunction<EntityManager, UUID, Retention.Portion> portions) {
        int removed = 0;
        UUID after = PullProjection.NONE;
        while (after != null) {
            UUID last = after;
            Retention.Portion portion = in(em -> portions.apply(em, last));
            removed += portion.removed();
            after = portion.last();
        }
        return removed;
    }

    int purge(Portions portions) {
        return purge((em, after) -> portions.of(em, BEFORE, after));
    }

    interface Portions {
        Retention.Portion of(EntityManager em, Instant before, UUID after);
    }

    static Replica find(EntityManager em, UUID id) {
        return em.find(Replica.class, id);
    }

    Replica find(UUID id) {
        return in(em -> find(em, id));
    }

    String stored(UUID id) {
        return in(em -> em.createQuery("select r.result from Replica r where r.id = :id", String.class)
                .setParameter("id", id)
                .getSingleResult());
    }

    long count(String entity) {
        return in(em -> em.createQuery("select count(e) from " + entity + " e", Long.class)
                .getSingleResult());
    }

    long horizon() {
        return in(em -> em.find(ScopeClock.class, "red").horizon());
    }

    int tombstones() {
        return in(em -> Retention.tombstones(em, "red", BEFORE));
    }

    static Tombstone tombstone(String scope, long version, Instant leftAt) {
        var tombstone = new Tombstone(scope, new RecordKey("texts", UUID.randomUUID()));
        tombstone.left(version, true, leftAt, "alice");
        return tombstone;
    }

    <T> T in(Function<EntityManager, T> work) {
        return estate.inTransaction(work);
    }
}
