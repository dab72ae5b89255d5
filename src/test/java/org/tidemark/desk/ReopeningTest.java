package org.tidemark.desk;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import jakarta.json.JsonObject;
import jakarta.json.JsonValue;
import jakarta.persistence.EntityManager;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.UUID;
import java.util.function.Function;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.tidemark.protocol.Conflict;
import org.tidemark.protocol.Conflict.Side;
import org.tidemark.protocol.Refusal;
import org.tidemark.protocol.Resolution.Outcome;
import org.tidemark.sync.CurrentRecord;
import org.tidemark.sync.Estate;
import org.tidemark.sync.Estates;
import org.tidemark.sync.state.ConflictEntry;

/** What becomes of a closed conflict that is opened again. */
class ReopeningTest {

    @RegisterExtension
    static final Estates ESTATES = new Estates(Estate::new);

    private static final String BASE = "{'street': 'Quay 1', 'city': 'Oslo', 'ends': 10, 'openedBy': 'bob'}";
    private static final String ALICES = "{'street': 'Quay 2', 'city': 'Oslo', 'ends': 11, 'openedBy': 'eve'}";
    private static final String BOBS = "{'street': 'Quay 3', 'city': 'Oslo', 'ends': 10, 'openedBy': 'bob'}";
    private static final Instant NOW = Register.DAY.plus(Duration.ofHours(2));

    private static void with(String provider, Function<EntityManager, Object> work) {
        Estate estate = ESTATES.on(provider);
        estate.inTransaction(em -> {
            em.createQuery("delete from ConflictEntry c").executeUpdate();
            return work.apply(em);
        });
    }

    @ParameterizedTest
    @ValueSource(strings = {"hibernate", "eclipselink"})
    void the_side_that_lost_is_put_against_the_record_as_it_is_now(String provider) {
        with(provider, em -> {
            ConflictEntry closed = closed(em, Outcome.SERVER);
            // Meanwhile somebody has moved to another city: that is not taken back.
            var now = now("{'street': 'Quay 3', 'city': 'Bergen', 'ends': 10, 'openedBy': 'bob'}");
            ConflictEntry again = reopened(em, provider, closed, now, null);
            JsonObject body = again.body();
            assertEquals("[\"street\",\"ends\"]", body.getJsonArray("disputed").toString());
            assertEquals(
                    Estate.json("{'street': 'Quay 2', 'city': 'Bergen', 'ends': 11, 'openedBy': 'bob'}"),
                    body.getJsonObject("client").getJsonObject("fields"),
                    "what nobody can write is left out");
            assertEquals(7, body.getJsonObject("server").getInt("version"));
            assertEquals(
                    Estate.json("{'street': 'Quay 1', 'city': 'Bergen', 'ends': 10, 'openedBy': 'bob'}"),
                    body.getJsonObject("base").getJsonObject("fields"),
                    "the city is nobody's in this conflict: whoever moves on decides it alone");
            assertEquals("alice", again.owner());
            assertTrue(again.isOpen());
            assertEquals(closed.id().toString(), again.toJson().getString("reopens"));
            assertEquals(Outcome.SERVER, closed.outcome(), "the decision stays in the register");
            return null;
        });
    }

    @ParameterizedTest
    @ValueSource(strings = {"hibernate", "eclipselink"})
    void of_a_decision_for_the_client_it_is_the_other_ones_edit(String provider) {
        with(provider, em -> {
            ConflictEntry again = reopened(em, provider, closed(em, Outcome.CLIENT), now(ALICES), null);
            assertEquals("bob", again.owner());
            assertEquals("[\"street\"]", again.body().getJsonArray("disputed").toString());
            assertEquals(
                    "Quay 3",
                    again.body().getJsonObject("client").getJsonObject("fields").getString("street"));
            return null;
        });
    }

    @ParameterizedTest
    @ValueSource(strings = {"hibernate", "eclipselink"})
    void a_record_that_was_deleted_meanwhile_can_come_back(String provider) {
        with(provider, em -> {
            var gone = new CurrentRecord("red", new Side(9L, NOW, "dave", true, null));
            JsonObject body = reopened(em, provider, closed(em, Outcome.SERVER), gone, null)
                    .body();
            assertEquals("modified-deleted", body.getString("kind"));
            assertEquals(Estate.json(ALICES), body.getJsonObject("client").getJsonObject("fields"));
            return null;
        });
    }

    @ParameterizedTest
    @ValueSource(strings = {"hibernate", "eclipselink"})
    void what_cannot_be_opened_again_says_why(String provider) {
        with(provider, em -> {
            ConflictEntry open = open(em);
            refused("was decided", em, provider, open, now(BOBS), NOW);
            ConflictEntry closed = closed(em, Outcome.SERVER);
            refused("more than 90 days ago", em, provider, closed, now(BOBS), NOW.plus(Duration.ofDays(91)));
            refused("Nothing of this side is missing", em, provider, closed, now(ALICES), NOW);
            ConflictReopening.reopen(em, ESTATES.on(provider).registry, closed, now(BOBS), null, NOW);
            em.flush();
            refused("open again already", em, provider, closed, now(BOBS), NOW);
            return null;
        });
    }

    private static void refused(
            String why, EntityManager em, String provider, ConflictEntry entry, CurrentRecord now, Instant at) {
        var registry = ESTATES.on(provider).registry;
        Refusal refusal =
                assertThrows(Refusal.class, () -> ConflictReopening.reopen(em, registry, entry, now, null, at));
        assertTrue(refusal.getMessage().contains(why), refusal.getMessage());
        assertEquals("conflict-moved", refusal.name());
    }

    private static ConflictEntry reopened(
            EntityManager em, String provider, ConflictEntry closed, CurrentRecord now, LostSide.Which which) {
        UUID id = ConflictReopening.reopen(em, ESTATES.on(provider).registry, closed, now, which, NOW);
        em.flush();
        return em.find(ConflictEntry.class, id);
    }

    private static ConflictEntry closed(EntityManager em, Outcome outcome) {
        ConflictEntry entry = open(em);
        Register.decided(outcome, "carol", 5, null).accept(entry);
        em.flush();
        return entry;
    }

    private static ConflictEntry open(EntityManager em) {
        Conflict conflict = Register.conflict("visits", UUID.randomUUID(), BASE, ALICES, "bob", BOBS, 1);
        return new Register(em, "visits").add("alice", "red", conflict);
    }

    private static CurrentRecord now(String fields) {
        Map<String, JsonValue> values = Register.fields(fields);
        return new CurrentRecord("red", new Side(7L, NOW, "dave", false, values));
    }
}
