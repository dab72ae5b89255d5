package org.tidemark.sync.purge;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.tidemark.mapping.field.PullProjection;
import org.tidemark.protocol.Push;
import org.tidemark.protocol.PushResult;
import org.tidemark.protocol.Refusal;
import org.tidemark.protocol.Resolution.Outcome;
import org.tidemark.sync.Databases;
import org.tidemark.sync.Estate;
import org.tidemark.sync.Estates;
import org.tidemark.sync.TestUnit;
import org.tidemark.sync.kinds.Converters;
import org.tidemark.sync.kinds.Kind;
import org.tidemark.sync.kinds.Texts;
import org.tidemark.sync.pull.PullState;
import org.tidemark.sync.push.PushConflicts;
import org.tidemark.sync.state.DatabaseEpoch;
import org.tidemark.sync.state.Replica;

/** What the retention removes, on each database with each provider, and what it must not. */
class RetentionTest {

    @Order(2)
    @RegisterExtension
    static final Estates ESTATES = new Estates(RetentionTest::open);

    @Order(1)
    @RegisterExtension
    static final Databases DATABASES = new Databases();

    private PurgedEstate estate;

    static Stream<String> all() {
        return Databases.all();
    }

    private void on(String database) {
        estate = new PurgedEstate(ESTATES.on(database));
    }

    private static Estate open(String database) throws SQLException {
        TestUnit unit = TestUnit.of(Databases.provider(database), List.of(Kind.class, Texts.class, Converters.class));
        return DATABASES.estate(database, "retention", List.of("red", "blue"), unit);
    }

    @AfterEach
    void empty() {
        for (String entity : List.of("Replica", "ConflictEntry", "Tombstone")) {
            estate.in(em -> em.createQuery("delete from " + entity).executeUpdate());
        }
    }

    @ParameterizedTest
    @MethodSource("all")
    void a_push_that_was_answered_before_the_purge_gets_its_first_answer(String database) throws Exception {
        on(database);
        UUID replica = UUID.randomUUID();
        Push push = PurgedEstate.push(1, 3);
        PushResult first = estate.answered(replica, push);
        estate.age(replica);

        assertEquals(1, estate.purge(Retention::replicas));

        Replica kept = estate.find(replica);
        assertTrue(kept.hasAnswered(push), "or a first push would be applied twice");
        PushResult again = estate.in(
                em -> PushConflicts.whole(em, PurgedEstate.find(em, replica).resultSoFar(push)));
        assertEquals(first.toJson(), again.toJson());
        assertTrue(again.decidesAll(push));
        assertTrue(estate.stored(replica).length() < first.toJson().toString().length() - 100_000, "the sides are cut");
    }

    @ParameterizedTest
    @MethodSource("all")
    void what_became_of_a_conflict_that_is_purged_as_well_is_decided_anew(String database) throws Exception {
        on(database);
        UUID replica = UUID.randomUUID();
        Push push = PurgedEstate.push(1, 3);
        estate.answered(replica, push);
        estate.settleAll(PurgedEstate.LONG_AGO);
        estate.age(replica);

        estate.purge(Retention::replicas);
        assertEquals(1, estate.purge(Retention::conflicts));

        PushResult again = estate.in(
                em -> PushConflicts.whole(em, PurgedEstate.find(em, replica).resultSoFar(push)));
        assertFalse(again.decidesAll(push));
        assertEquals(2, again.decided().size(), "what was applied stays applied");
    }

    @ParameterizedTest
    @MethodSource("all")
    void a_replica_that_comes_back_goes_on_with_its_next_push(String database) throws Exception {
        on(database);
        UUID replica = UUID.randomUUID();
        estate.answered(replica, PurgedEstate.push(1, 3));
        estate.age(replica);
        estate.purge(Retention::replicas);
        assertThrows(
                Refusal.class,
                () -> estate.find(replica).resultSoFar(PurgedEstate.push(1, 2)),
                "another one under this number");
        assertEquals(0, estate.purge(Retention::replicas), "it is cut once");

        estate.answered(replica, PurgedEstate.push(2, 1));

        assertFalse(estate.find(replica).isAbandonedSince(PurgedEstate.BEFORE));
        estate.age(replica);
        assertEquals(1, estate.purge(Retention::replicas), "until it stays away again");
    }

    @ParameterizedTest
    @MethodSource("all")
    void one_that_was_revoked_is_still_told_to_wipe_itself(String database) throws Exception {
        on(database);
        UUID replica = estate.known();
        estate.in(em -> {
            PurgedEstate.find(em, replica).revoke();
            return null;
        });
        estate.age(replica);
        estate.purge(Retention::replicas);
        assertThrows(Refusal.class, () -> estate.find(replica).admit(Estate.CALLER));
    }

    @ParameterizedTest
    @MethodSource("all")
    void one_that_never_pushed_leaves_nothing_and_one_that_has_synchronised_stays_as_it_is(String database)
            throws Exception {
        on(database);
        UUID never = estate.known();
        UUID recent = estate.known();
        estate.age(never);
        estate.purge(Retention::replicas);
        assertNull(estate.find(never));
        assertNotNull(estate.find(recent));
    }

    /** A right may be withdrawn while its device is away: by then nobody else would know what has to go from it. */
    @ParameterizedTest
    @MethodSource("all")
    void one_that_only_reads_keeps_the_scopes_that_it_has_records_of(String database) throws Exception {
        on(database);
        UUID reader = estate.known();
        estate.in(em -> {
            em.persist(new DatabaseEpoch(UUID.randomUUID()));
            return null;
        });
        estate.in(em -> em.createQuery("update Replica r set r.seen = '{\"blue\":7}' where r.id = :id")
                .setParameter("id", reader)
                .executeUpdate());
        estate.age(reader);
        estate.purge(Retention::replicas);
        assertEquals(Map.of("blue", 7L), estate.in(em -> PullState.admitted(em, reader, Estate.CALLER)
                .noted()));
    }

    @ParameterizedTest
    @MethodSource("all")
    void settled_conflicts_go_by_portions_and_open_ones_never(String database) throws Exception {
        on(database);
        int old = Retention.PORTION + 3;
        estate.in(em -> {
            for (int i = 0; i < old; i++) {
                PurgedEstate.register(em, "x").settle(Outcome.CLIENT, "alice", PurgedEstate.LONG_AGO, null, null);
            }
            PurgedEstate.register(em, "recent").supersede("alice", PurgedEstate.NOW, null);
            PurgedEstate.register(em, "open");
            return null;
        });
        Retention.Portion portion = estate.in(em -> Retention.conflicts(em, PurgedEstate.BEFORE, PullProjection.NONE));
        assertEquals(Retention.PORTION, portion.removed());
        assertEquals(old - Retention.PORTION, estate.purge(Retention::conflicts));
        assertEquals(2, estate.count("ConflictEntry"));
    }

    @ParameterizedTest
    @MethodSource("all")
    void tombstones_go_by_portions_and_the_horizon_with_them(String database) throws Exception {
        on(database);
        long first = estate.horizon() + 1;
        int old = Retention.TOMBSTONES + 3;
        estate.in(em -> {
            for (int i = 0; i < old; i++) {
                em.persist(PurgedEstate.tombstone("red", first + i, PurgedEstate.LONG_AGO));
            }
            em.persist(PurgedEstate.tombstone("red", first + old, PurgedEstate.NOW));
            em.persist(PurgedEstate.tombstone("blue", first, PurgedEstate.LONG_AGO));
            return null;
        });
        assertEquals(Retention.TOMBSTONES, estate.tombstones());
        assertEquals(first + Retention.TOMBSTONES - 1, estate.horizon());
        assertEquals(3, estate.tombstones());
        assertEquals(0, estate.tombstones());
        assertEquals(first + old - 1, estate.horizon());
        assertEquals(2, estate.count("Tombstone"));
    }
}
