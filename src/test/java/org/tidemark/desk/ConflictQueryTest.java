package org.tidemark.desk;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import jakarta.persistence.EntityManager;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.tidemark.memory.Allowance;
import org.tidemark.protocol.Refusal;
import org.tidemark.protocol.Resolution.Outcome;
import org.tidemark.spi.Caller;
import org.tidemark.sync.Estate;
import org.tidemark.sync.Estates;
import org.tidemark.sync.state.ConflictEntry;
import org.tidemark.sync.state.ConflictEntry.Status;
import org.tidemark.sync.state.FollowUp;

/** Who finds which conflicts of the register, by which filter, with both providers. */
class ConflictQueryTest {

    @RegisterExtension
    static final Estates ESTATES = new Estates(Estate::new);

    private static final String BASE = "{'name': 'a', 'phone': '1', 'a_b': 'x'}";
    private static final Set<String> RED = Set.of("red");
    private static final ConflictFilter ALL = ConflictFilter.of(null, null, null, null);
    private static final Caller ALICE = Register.caller("alice", false);

    private static void with(String provider, Function<EntityManager, Object> work) {
        ESTATES.on(provider).inTransaction(em -> {
            em.createQuery("delete from FollowUp f").executeUpdate();
            em.createQuery("delete from ConflictEntry c").executeUpdate();
            return work.apply(em);
        });
    }

    @ParameterizedTest
    @ValueSource(strings = {"hibernate", "eclipselink"})
    void a_steward_sees_the_readable_scopes_and_others_their_own(String provider) {
        with(provider, em -> {
            var register = new Register(em, "texts");
            UUID alices = id(register.edits("alice", BASE, "{'name': 'b'}", "bob", "{'name': 'c'}", 1));
            UUID bobs = id(register.edits("bob", BASE, "{'name': 'b'}", "alice", "{'name': 'c'}", 2));
            UUID blue = id(register.add(
                    "alice",
                    "blue",
                    Register.conflict("texts", UUID.randomUUID(), BASE, "{'name': 'b'}", "bob", "{'name': 'c'}", 3)));
            UUID nowhere = id(register.add(
                    "bob",
                    "",
                    Register.conflict("texts", UUID.randomUUID(), BASE, "{'name': 'b'}", "bob", "{'name': 'c'}", 4)));
            em.flush();
            assertEquals(List.of(alices, bobs), found(em, Register.STEWARD, RED, ALL));
            assertEquals(List.of(alices), found(em, ALICE, RED, ALL));
            assertEquals(List.of(alices, blue), found(em, ALICE, Set.of("red", "blue"), ALL));
            assertEquals(List.of(), found(em, Register.STEWARD, Set.of(), ALL));
            assertEquals(List.of(nowhere), found(em, Register.caller("bob", false), Set.of(), ALL));
            return null;
        });
    }

    @ParameterizedTest
    @ValueSource(strings = {"hibernate", "eclipselink"})
    void filters_narrow(String provider) {
        with(provider, em -> {
            var register = new Register(em, "texts");
            ConflictEntry one = register.edits("alice", BASE, "{'phone': '2'}", "bob", "{'phone': '3'}", 1);
            ConflictEntry other = register.edits("dave", BASE, "{'a_b': 'y'}", "alice", "{'a_b': 'z'}", 2);
            Register.decided(Outcome.CLIENT, "rule", 3, null).accept(other);
            FollowUps.apply(em, "carol", id(one), new FollowUps.Changes("look", null, true, "carol"));
            em.flush();
            List<UUID> first = List.of(id(one));
            List<UUID> second = List.of(id(other));
            assertEquals(first, found(em, filter(Status.OPEN, null, null, null, null, null, null, null)));
            assertEquals(second, found(em, filter(null, Outcome.CLIENT, null, null, null, null, null, null)));
            assertEquals(second, found(em, filter(null, null, "dave", null, null, null, null, null)));
            assertEquals(
                    List.of(id(one), id(other)), found(em, filter(null, null, null, "alice", null, null, null, null)));
            assertEquals(second, found(em, filter(null, null, null, null, "rule", null, null, null)));
            assertEquals(first, found(em, filter(null, null, null, null, null, "phone", null, null)));
            assertEquals(List.of(), found(em, filter(null, null, null, null, null, "hone", null, null)));
            assertEquals(second, found(em, filter(null, null, null, null, null, "a_b", null, null)));
            assertEquals(List.of(), found(em, filter(null, null, null, null, null, "p_one", null, null)));
            assertEquals(List.of(), found(em, filter(null, null, null, null, null, "%", null, null)));
            assertEquals(first, found(em, filter(null, null, null, null, null, null, "carol", null)));
            assertEquals(first, found(em, filter(null, null, null, null, null, null, null, true)));
            assertEquals(second, found(em, filter(null, null, null, null, null, null, null, false)));
            assertEquals(second, found(em, ConflictFilter.of(null, null, Register.DAY.plusSeconds(120), null)));
            assertEquals(first, found(em, ConflictFilter.of(null, "texts", null, Register.DAY.plusSeconds(120))));
            assertEquals(List.of(), found(em, ConflictFilter.of(null, "visits", null, null)));
            return null;
        });
    }

    @ParameterizedTest
    @ValueSource(strings = {"hibernate", "eclipselink"})
    void pages_leave_no_gap_in_either_order_though_many_have_one_moment(String provider) {
        with(provider, em -> {
            var register = new Register(em, "texts");
            List<UUID> all = new ArrayList<>();
            for (int i = 0; i < 7; i++) {
                all.add(id(register.edits("alice", BASE, "{'name': 'b'}", "bob", "{'name': 'c'}", i / 3)));
            }
            em.flush();
            for (boolean isNewestFirst : List.of(true, false)) {
                List<UUID> seen = new ArrayList<>();
                List<UUID> page;
                do {
                    UUID after = seen.isEmpty() ? null : seen.get(seen.size() - 1);
                    page = new ConflictQuery(Register.STEWARD, RED, ALL)
                            .inOrder(em, new ConflictFilter.Slice(after, 2, isNewestFirst))
                            .select(em, "c.id", UUID.class)
                            .setMaxResults(2)
                            .getResultList();
                    seen.addAll(page);
                } while (!page.isEmpty() && seen.size() < 20);
                assertEquals(Set.copyOf(all), Set.copyOf(seen));
                assertEquals(7, seen.size());
                assertEquals(
                        isNewestFirst, all.indexOf(seen.get(0)) > all.indexOf(seen.get(6)), "the order is as asked");
            }
            var unknown = new ConflictFilter.Slice(UUID.randomUUID(), 2, true);
            assertThrows(Refusal.class, () -> new ConflictQuery(Register.STEWARD, RED, ALL).inOrder(em, unknown));
            return null;
        });
    }

    @ParameterizedTest
    @ValueSource(strings = {"hibernate", "eclipselink"})
    void a_note_is_not_written_over_one_that_was_not_on_screen(String provider) {
        with(provider, em -> {
            UUID id = id(new Register(em, "texts").edits("alice", BASE, "{'phone': '2'}", "bob", "{'phone': '3'}", 1));
            assertTrue(FollowUps.apply(em, "carol", id, new FollowUps.Changes("carols", "", null, null)));
            em.flush();
            assertFalse(FollowUps.apply(em, "alice", id, new FollowUps.Changes("alices", "", true, null)));
            FollowUp followUp = em.find(FollowUp.class, id);
            assertEquals("carols", followUp.note());
            assertFalse(followUp.toJson().containsKey("reviewedBy"), "nothing half written");
            assertTrue(FollowUps.apply(em, "alice", id, new FollowUps.Changes("carols", "", null, null)), "the same");
            assertTrue(FollowUps.apply(em, "alice", id, new FollowUps.Changes("both", "carols", null, null)));
            assertTrue(FollowUps.apply(em, "alice", id, new FollowUps.Changes("any", null, null, null)));
            assertEquals("any", followUp.note());
            return null;
        });
    }

    @ParameterizedTest
    @ValueSource(strings = {"hibernate", "eclipselink"})
    void a_decision_that_was_made_anew_is_no_evidence_for_a_rule(String provider) {
        with(provider, em -> {
            var register = new Register(em, "texts");
            ConflictEntry first = register.edits("alice", BASE, "{'phone': '2'}", "bob", "{'phone': '3'}", 1);
            Register.decided(Outcome.CLIENT, "carol", 2, null).accept(first);
            ConflictEntry stands = register.edits("alice", BASE, "{'phone': '2'}", "bob", "{'phone': '3'}", 1);
            Register.decided(Outcome.CLIENT, "carol", 2, null).accept(stands);
            ConflictEntry again = register.edits("bob", BASE, "{'phone': '3'}", "carol", "{'phone': '2'}", 3)
                    .reopening(first.id());
            Register.decided(Outcome.CLIENT, "carol", 4, null).accept(again);
            em.flush();
            var past = new RuleReplay.Past("texts", null, null);
            assertEquals(
                    List.of(stands.id()),
                    RuleReplay.decisions(em, Register.STEWARD, RED, past, Allowance.UNBOUNDED).stream()
                            .map(PastDecision::id)
                            .toList());
            return null;
        });
    }

    private static UUID id(ConflictEntry entry) {
        return entry.id();
    }

    private static ConflictFilter filter(
            Status status,
            Outcome outcome,
            String user,
            String person,
            String by,
            String field,
            String assignee,
            Boolean reviewed) {
        return new ConflictFilter(
                status, null, null, null, null, null, user, person, by, outcome, field, assignee, reviewed, null, null,
                null);
    }

    private static List<UUID> found(EntityManager em, ConflictFilter filter) {
        return found(em, Register.STEWARD, RED, filter);
    }

    private static List<UUID> found(EntityManager em, Caller caller, Set<String> scopes, ConflictFilter filter) {
        return new ConflictQuery(caller, scopes, filter)
                .ordered(false)
                .select(em, "c.id", UUID.class)
                .getResultList();
    }
}
