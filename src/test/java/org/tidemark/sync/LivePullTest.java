package org.tidemark.sync;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.tidemark.sync.Estate.added;
import static org.tidemark.sync.Estate.deleted;

import jakarta.json.JsonObject;
import jakarta.persistence.EntityManager;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.tidemark.memory.Allowance;
import org.tidemark.protocol.Change;
import org.tidemark.protocol.PullResult;
import org.tidemark.protocol.Refusal;
import org.tidemark.spi.Caller;
import org.tidemark.sync.access.CallerRights;
import org.tidemark.sync.access.PolicyRights;
import org.tidemark.sync.pull.CursorSeals;
import org.tidemark.sync.pull.PullCursor;
import org.tidemark.sync.pull.PullPass;
import org.tidemark.sync.pull.PullState;
import org.tidemark.sync.pull.RangeCache;
import org.tidemark.sync.state.CursorKey;
import org.tidemark.sync.state.DatabaseEpoch;
import org.tidemark.sync.state.Replica;

/** What the server reads for a replica by itself: by the rights of that moment, or nothing. */
class LivePullTest {

    private static final String RED = "{'team': 'red'}";
    private static final String BLUE = "{'team': 'blue'}";

    private final Estate estate = new Estate("eclipselink");
    private final UUID replica = UUID.randomUUID();
    private Set<String> readable = Set.of("red", "blue");

    @BeforeEach
    void isKnown() {
        push(added("machines", UUID.randomUUID(), RED), added("machines", UUID.randomUUID(), BLUE));
        estate.inTransaction(em -> {
            if (em.find(DatabaseEpoch.class, DatabaseEpoch.ID) == null) {
                em.persist(new DatabaseEpoch(UUID.randomUUID()));
            }
            em.persist(new CursorKey(1, Instant.now()));
            em.persist(new Replica(replica, Estate.CALLER, Instant.now()));
            return null;
        });
    }

    @AfterEach
    void close() throws SQLException {
        estate.close();
    }

    @Test
    void brings_what_is_behind_the_position_and_goes_on_from_there() {
        Position start = pulled();
        assertEquals(Optional.empty(), read(start), "nothing is new");
        UUID machine = UUID.randomUUID();
        long version = push(added("machines", machine, RED));

        LivePull.Brought first = read(start).orElseThrow();
        assertEquals(start.cursor(), first.page().cursor());
        assertFalse(first.page().answer().pull().more());
        assertEquals(Map.of("red", version), first.page().answer().pull().seen());
        assertEquals(machine.toString(), record(first).getString("id"));
        assertEquals(first.page().answer().pull().cursor(), first.next().cursor());

        push(deleted("machines", machine, version));
        JsonObject gone = changes(read(first.next()).orElseThrow());
        assertEquals(machine.toString(), gone.getJsonArray("removed").getString(0));
    }

    @Test
    void a_right_that_was_withdrawn_or_given_is_no_matter_of_a_page() {
        Position start = pulled();
        push(added("machines", UUID.randomUUID(), RED), added("machines", UUID.randomUUID(), BLUE));
        readable = Set.of("red");
        assertEquals(Optional.empty(), read(start));
        readable = Set.of("red", "blue", "green");
        assertEquals(Optional.empty(), read(start));
        readable = Set.of("red", "blue");
        assertTrue(read(start).isPresent());
    }

    @Test
    void more_than_a_small_page_is_fetched() {
        Position start = pulled();
        push(IntStream.range(0, 101)
                .mapToObj(i -> added("machines", UUID.randomUUID(), RED))
                .toArray(Change[]::new));
        assertEquals(Optional.empty(), read(start));
    }

    @Test
    void a_scope_that_is_to_be_read_anew_is_fetched() {
        Position start = pulled();
        long version = push(added("machines", UUID.randomUUID(), RED));
        estate.inTransaction(em -> em.createQuery("update ScopeClock c set c.horizon = :version where c.scope = 'red'")
                .setParameter("version", version)
                .executeUpdate());
        assertEquals(Optional.empty(), read(start));
    }

    @Test
    void who_has_pulled_elsewhere_since_has_to_ask() {
        Position start = pulled();
        push(added("machines", UUID.randomUUID(), RED));
        pulled();
        push(added("machines", UUID.randomUUID(), RED));
        assertEquals(Optional.empty(), read(start));
    }

    @Test
    void a_position_that_the_server_has_not_sealed_is_worth_nothing() {
        Position start = pulled();
        push(added("machines", UUID.randomUUID(), RED));
        String forged = start.cursor().substring(0, start.cursor().length() - 4) + "AAAA";
        assertEquals(Optional.empty(), read(new Position(replica, forged, start.noted())));
    }

    @Test
    void a_revoked_replica_and_somebody_else_get_nothing() {
        Position start = pulled();
        push(added("machines", UUID.randomUUID(), RED));
        Caller bob = new Caller() {
            @Override
            public String user() {
                return "bob";
            }

            @Override
            public boolean isInRole(String role) {
                return true;
            }
        };
        assertThrows(Refusal.class, () -> read(bob, start));
        update("update Replica r set r.revoked = true where r.id = :id");
        assertThrows(Refusal.class, () -> read(start));
    }

    @Test
    void how_far_it_has_come_is_noted_once_in_a_while() {
        Position start = pulled();
        push(added("machines", UUID.randomUUID(), RED));
        LivePull.Brought first = read(start).orElseThrow();
        assertEquals(start.noted(), noted());
        assertEquals(start.noted(), first.next().noted());

        estate.inTransaction(em -> em.createQuery("update Replica r set r.lastSyncAt = :then where r.id = :id")
                .setParameter("then", Instant.now().minusSeconds(61))
                .setParameter("id", replica)
                .executeUpdate());
        push(added("machines", UUID.randomUUID(), RED));
        LivePull.Brought second = read(first.next()).orElseThrow();
        assertEquals(second.next().noted(), noted());
        assertFalse(noted().equals(start.noted()));
        push(added("machines", UUID.randomUUID(), RED));
        assertTrue(read(second.next()).isPresent());
    }

    private Optional<LivePull.Brought> read(Position from) {
        return read(Estate.CALLER, from);
    }

    private Optional<LivePull.Brought> read(Caller caller, Position from) {
        return estate.inTransaction(em -> new LivePull(em, estate.registry, new PolicyRights() {
                    @Override
                    public CallerRights of(EntityManager any, Caller who) {
                        return estate.rights(one -> readable);
                    }
                })
                .read(caller, from));
    }

    /** Where it stands after a pull of all that there is. */
    private Position pulled() {
        return estate.inTransaction(em -> {
            PullState state = PullState.admitted(em, replica, Estate.CALLER);
            var pass = new PullPass(
                    em, estate.registry, estate.rights(one -> readable), new RangeCache(), Allowance.UNBOUNDED);
            PullResult page = pass.page(state, PullCursor.start(state.epoch(), Estate.CALLER.user()), 5000);
            return Position.behind(replica, page.withCursor(new CursorSeals().seal(em, page.cursor())))
                    .orElseThrow();
        });
    }

    private long push(Change... changes) {
        return estate.push(changes)
                .applied()
                .getJsonObject(0)
                .getJsonNumber("version")
                .longValueExact();
    }

    private void update(String jpql) {
        estate.inTransaction(
                em -> em.createQuery(jpql).setParameter("id", replica).executeUpdate());
    }

    private String noted() {
        return estate.inTransaction(
                em -> PullState.admitted(em, replica, Estate.CALLER).seen());
    }

    private static JsonObject changes(LivePull.Brought brought) {
        return Estate.json(brought.page().toJson())
                .getJsonObject("answer")
                .getJsonObject("pull")
                .getJsonArray("scopes")
                .getJsonObject(0)
                .getJsonObject("changes")
                .getJsonObject("machines");
    }

    private static JsonObject record(LivePull.Brought brought) {
        return changes(brought).getJsonArray("upserted").getJsonObject(0);
    }
}
