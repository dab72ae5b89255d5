package org.tidemark.sync.purge;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import jakarta.json.JsonValue;
import jakarta.persistence.EntityManager;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.BiFunction;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.tidemark.mapping.field.PullProjection;
import org.tidemark.protocol.Change;
import org.tidemark.protocol.Conflict;
import org.tidemark.protocol.Push;
import org.tidemark.protocol.PushResult;
import org.tidemark.protocol.RecordKey;
import org.tidemark.protocol.Refusal;
import org.tidemark.protocol.Rejection;
import org.tidemark.protocol.Resolution.Outcome;
import org.tidemark.sync.Databases;
import org.tidemark.sync.Estate;
import org.tidemark.sync.TestUnit;
import org.tidemark.sync.kinds.Kind;
import org.tidemark.sync.kinds.Texts;
import org.tidemark.sync.pull.PullState;
import org.tidemark.sync.push.PushConflicts;
import org.tidemark.sync.state.ConflictEntry;
import org.tidemark.sync.state.DatabaseEpoch;
import org.tidemark.sync.state.Replica;
import org.tidemark.sync.state.ScopeClock;
import org.tidemark.sync.state.Tombstone;

/** What the retention removes, on each database with each provider, and what it must not. */
class RetentionTest {

    private static final Instant NOW = Instant.now().truncatedTo(ChronoUnit.MICROS);
    private static final Instant BEFORE = NOW.minus(Duration.ofDays(400));
    private static final Instant LONG_AGO = BEFORE.minus(Duration.ofDays(1));
    private static final Map<String, Estate> ESTATES = new HashMap<>();

    private static Databases databases;
    private Estate estate;

    @BeforeAll
    static void start() throws Exception {
        databases = new Databases();
    }

    @AfterAll
    static void stop() throws Exception {
        for (Estate one : ESTATES.values()) {
            one.close();
        }
        databases.close();
    }

    static Stream<String> all() {
        return Databases.all();
    }

    private void on(String database) throws Exception {
        if (!ESTATES.containsKey(database)) {
            TestUnit unit = TestUnit.of(Databases.provider(database), List.of(Kind.class, Texts.class));
            ESTATES.put(database, databases.estate(database, "retention", List.of("red", "blue"), unit));
        }
        estate = ESTATES.get(database);
    }

    @AfterEach
    void empty() {
        for (String entity : List.of("Replica", "ConflictEntry", "Tombstone")) {
            in(em -> em.createQuery("delete from " + entity).executeUpdate());
        }
    }

    @ParameterizedTest
    @MethodSource("all")
    void a_push_that_was_answered_before_the_purge_gets_its_first_answer(String database) throws Exception {
        on(database);
        UUID replica = UUID.randomUUID();
        Push push = push(1, 3);
        PushResult first = answered(replica, push);
        age(replica);

        assertEquals(1, purge(Retention::replicas));

        Replica kept = find(replica);
        assertTrue(kept.hasAnswered(push), "or a first push would be applied twice");
        PushResult again = in(em -> PushConflicts.whole(em, find(em, replica).resultSoFar(push)));
        assertEquals(first.toJson(), again.toJson());
        assertTrue(again.decidesAll(push));
        assertTrue(stored(replica).length() < first.toJson().toString().length() - 100_000, "the sides are cut");
    }

    @ParameterizedTest
    @MethodSource("all")
    void what_became_of_a_conflict_that_is_purged_as_well_is_decided_anew(String database) throws Exception {
        on(database);
        UUID replica = UUID.randomUUID();
        Push push = push(1, 3);
        answered(replica, push);
        settleAll(LONG_AGO);
        age(replica);

        purge(Retention::replicas);
        assertEquals(1, purge(Retention::conflicts));

        PushResult again = in(em -> PushConflicts.whole(em, find(em, replica).resultSoFar(push)));
        assertFalse(again.decidesAll(push));
        assertEquals(2, again.decided().size(), "what was applied stays applied");
    }

    @ParameterizedTest
    @MethodSource("all")
    void a_replica_that_comes_back_goes_on_with_its_next_push(String database) throws Exception {
        on(database);
        UUID replica = UUID.randomUUID();
        answered(replica, push(1, 3));
        age(replica);
        purge(Retention::replicas);
        assertThrows(Refusal.class, () -> find(replica).resultSoFar(push(1, 2)), "another one under this number");
        assertEquals(0, purge(Retention::replicas), "it is cut once");

        answered(replica, push(2, 1));

        assertFalse(find(replica).isAbandonedSince(BEFORE));
        age(replica);
        assertEquals(1, purge(Retention::replicas), "until it stays away again");
    }

    @ParameterizedTest
    @MethodSource("all")
    void one_that_was_revoked_is_still_told_to_wipe_itself(String database) throws Exception {
        on(database);
        UUID replica = known();
        in(em -> {
            find(em, replica).revoke();
            return null;
        });
        age(replica);
        purge(Retention::replicas);
        assertThrows(Refusal.class, () -> find(replica).admit(Estate.CALLER));
    }

    @ParameterizedTest
    @MethodSource("all")
    void one_that_never_pushed_leaves_nothing_and_one_that_has_synchronised_stays_as_it_is(String database)
            throws Exception {
        on(database);
        UUID never = known();
        UUID recent = known();
        age(never);
        purge(Retention::replicas);
        assertNull(find(never));
        assertNotNull(find(recent));
    }

    /** A right may be withdrawn while its device is away: by then nobody else would know what has to go from it. */
    @ParameterizedTest
    @MethodSource("all")
    void one_that_only_reads_keeps_the_scopes_that_it_has_records_of(String database) throws Exception {
        on(database);
        UUID reader = known();
        in(em -> {
            em.persist(new DatabaseEpoch(UUID.randomUUID()));
            return null;
        });
        in(em -> em.createQuery("update Replica r set r.seen = '{\"blue\":7}' where r.id = :id")
                .setParameter("id", reader)
                .executeUpdate());
        age(reader);
        purge(Retention::replicas);
        assertEquals(Map.of("blue", 7L), in(em -> PullState.admitted(em, reader, Estate.CALLER)
                .noted()));
    }

    @ParameterizedTest
    @MethodSource("all")
    void settled_conflicts_go_by_portions_and_open_ones_never(String database) throws Exception {
        on(database);
        int old = Retention.PORTION + 3;
        in(em -> {
            for (int i = 0; i < old; i++) {
                register(em, "x").settle(Outcome.CLIENT, "alice", LONG_AGO, null, null);
            }
            register(em, "recent").supersede("alice", NOW, null);
            register(em, "open");
            return null;
        });
        Retention.Portion portion = in(em -> Retention.conflicts(em, BEFORE, PullProjection.NONE));
        assertEquals(Retention.PORTION, portion.removed());
        assertEquals(old - Retention.PORTION, purge(Retention::conflicts));
        assertEquals(2, count("ConflictEntry"));
    }

    @ParameterizedTest
    @MethodSource("all")
    void tombstones_go_by_portions_and_the_horizon_with_them(String database) throws Exception {
        on(database);
        long first = horizon() + 1;
        int old = Retention.TOMBSTONES + 3;
        in(em -> {
            for (int i = 0; i < old; i++) {
                em.persist(tombstone("red", first + i, LONG_AGO));
            }
            em.persist(tombstone("red", first + old, NOW));
            em.persist(tombstone("blue", first, LONG_AGO));
            return null;
        });
        assertEquals(Retention.TOMBSTONES, tombstones());
        assertEquals(first + Retention.TOMBSTONES - 1, horizon());
        assertEquals(3, tombstones());
        assertEquals(0, tombstones());
        assertEquals(first + old - 1, horizon());
        assertEquals(2, count("Tombstone"));
    }

    private long horizon() {
        return in(em -> em.find(ScopeClock.class, "red").horizon());
    }

    private int tombstones() {
        return in(em -> Retention.tombstones(em, "red", BEFORE));
    }

    private static Tombstone tombstone(String scope, long version, Instant leftAt) {
        var tombstone = new Tombstone(scope, new RecordKey("texts", UUID.randomUUID()));
        tombstone.left(version, true, leftAt, "alice");
        return tombstone;
    }

    /** A push that was answered with an applied change, a rejected one and a conflict, as far as it has so many. */
    private PushResult answered(UUID id, Push push) {
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
                    keys.stream().skip(2).map(RetentionTest::conflict).toList();
            conflicts.forEach(one -> em.persist(new ConflictEntry(one, "red", id, "alice")));
            PushResult result = PushResult.of(push.number()).plus(applied, conflicts, rejected);
            replica.store(push, result, true, NOW);
            return result;
        });
    }

    private static Push push(long number, int changes) {
        List<Change> all = IntStream.range(0, changes)
                .mapToObj(i -> Estate.added("texts", UUID.randomUUID(), "{}"))
                .toList();
        return new Push(number, "digest of " + all.hashCode(), all, List.of());
    }

    private static Conflict conflict(RecordKey key) {
        Map<String, JsonValue> fields = Map.of("text", jakarta.json.Json.createValue("x".repeat(100_000)));
        var side = new Conflict.Side(1L, NOW, "bob", false, fields);
        return new Conflict(
                UUID.randomUUID(), key, Conflict.Kind.MODIFIED_MODIFIED, NOW, List.of("text"), side, side, side);
    }

    private static ConflictEntry register(EntityManager em, String record) {
        var key = new RecordKey(
                "texts", UUID.nameUUIDFromBytes(record.getBytes(java.nio.charset.StandardCharsets.UTF_8)));
        var side = new Conflict.Side(1L, NOW, "bob", false, Map.of());
        var conflict =
                new Conflict(UUID.randomUUID(), key, Conflict.Kind.MODIFIED_MODIFIED, NOW, List.of(), side, side, side);
        var registered = new ConflictEntry(conflict, "red", null, "alice");
        em.persist(registered);
        return registered;
    }

    private void settleAll(Instant at) {
        in(em -> {
            em.createQuery("select c from ConflictEntry c", ConflictEntry.class)
                    .getResultList()
                    .forEach(one -> one.settle(Outcome.SERVER, "carol", at, null, null));
            return null;
        });
    }

    private UUID known() {
        UUID id = UUID.randomUUID();
        in(em -> {
            em.persist(new Replica(id, Estate.CALLER, NOW));
            return null;
        });
        return id;
    }

    private void age(UUID id) {
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

    private int purge(Portions portions) {
        return purge((em, after) -> portions.of(em, BEFORE, after));
    }

    private interface Portions {
        Retention.Portion of(EntityManager em, Instant before, UUID after);
    }

    private static Replica find(EntityManager em, UUID id) {
        return em.find(Replica.class, id);
    }

    private Replica find(UUID id) {
        return in(em -> find(em, id));
    }

    private String stored(UUID id) {
        return in(em -> em.createQuery("select r.result from Replica r where r.id = :id", String.class)
                .setParameter("id", id)
                .getSingleResult());
    }

    private long count(String entity) {
        return in(em -> em.createQuery("select count(e) from " + entity + " e", Long.class)
                .getSingleResult());
    }

    private <T> T in(java.util.function.Function<EntityManager, T> work) {
        return estate.inTransaction(work);
    }
}
