package org.tidemark.desk;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import jakarta.json.JsonObject;
import jakarta.persistence.EntityManager;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.tidemark.protocol.Resolution.Outcome;
import org.tidemark.sync.Estate;
import org.tidemark.sync.Estates;
import org.tidemark.sync.state.ConflictEntry;

/** Whoever loses a decision of somebody else is told, and sees no more than what was written. */
class LostDecisionsTest {

    @RegisterExtension
    static final Estates ESTATES = new Estates(Estate::new);

    @ParameterizedTest
    @ValueSource(strings = {"hibernate", "eclipselink"})
    void both_sides_hear_of_what_they_lost(String provider) {
        ESTATES.on(provider).inTransaction(em -> {
            ConflictEntry kept = decided(em, Outcome.SERVER, "carol", null);
            ConflictEntry taken = decided(em, Outcome.CLIENT, "alice", null);
            ConflictEntry mixed = decided(em, Outcome.MERGED, "carol", Estate.json("{'phone': '2 or 3'}"));
            decided(em, Outcome.SERVER, "alice", null);
            decided(em, Outcome.CLIENT, "bob", null);
            em.flush();
            assertEquals(Set.of(kept.id(), mixed.id()), lost(em, "alice", Set.of("red"), null));
            assertEquals(Set.of(taken.id(), mixed.id()), lost(em, "bob", Set.of("red"), null));
            assertEquals(Set.of(), lost(em, "bob", Set.of("blue"), null));
            assertEquals(Set.of(), lost(em, "carol", Set.of("red"), null));
            assertEquals(Set.of(), lost(em, "alice", Set.of("red"), Register.DAY.plusSeconds(600)));

            JsonObject bobs = LostDecisions.json("bob", taken, true);
            assertEquals(Estate.json("{'phone': '3'}"), bobs.getJsonObject("yours"));
            assertEquals(Estate.json("{'phone': '2'}"), bobs.getJsonObject("written"));
            assertEquals("alice", bobs.getString("resolvedBy"));
            assertFalse(LostDecisions.json("bob", taken, false).containsKey("written"));
            JsonObject mix = LostDecisions.json("bob", mixed, true);
            assertEquals(Estate.json("{'phone': '2 or 3'}"), mix.getJsonObject("written"), "and not alice's side");
            return null;
        });
    }

    @ParameterizedTest
    @ValueSource(strings = {"hibernate", "eclipselink"})
    void only_what_was_not_kept_is_lost(String provider) {
        ESTATES.on(provider).inTransaction(em -> {
            String base = "{'phone': '1', 'size': 1, 'at': {'city': 'A', 'street': 'B'}}";
            String mine = "{'phone': '2', 'size': 1, 'at': {'city': 'X', 'street': 'B'}}";
            String theirs = "{'phone': '1', 'size': 5, 'at': {'city': 'A', 'street': 'Y'}}";
            String both = "{'phone': '2', 'size': 5, 'at': {'city': 'X', 'street': 'Y'}}";
            ConflictEntry all = new Register(em, "texts").edits("ada", base, mine, "ben", theirs, 1);
            Register.decided(Outcome.MERGED, "carol", 5, Estate.json(both)).accept(all);
            assertFalse(LostEdit.of("ada", all).isLost(), "both people's changes were kept");
            assertFalse(LostEdit.of("ben", all).isLost());

            ConflictEntry one = new Register(em, "texts").edits("ada", base, mine, "ben", theirs, 1);
            Register.decided(Outcome.CLIENT, "carol", 5, null).accept(one);
            JsonObject bobs = LostDecisions.json("ben", one, true);
            assertEquals(
                    Estate.json("{'size': 5, 'at': {'city': 'A', 'street': 'Y'}}"),
                    bobs.getJsonObject("yours"),
                    "what bob alone had changed is lost too");
            assertEquals(Estate.json("{'size': 1, 'at': {'city': 'X', 'street': 'B'}}"), bobs.getJsonObject("written"));
            assertFalse(LostEdit.of("ada", one).isLost());

            ConflictEntry part = new Register(em, "texts").edits("ada", base, "{'phone': '2'}", "ben", theirs, 1);
            Register.decided(Outcome.CLIENT, "carol", 5, null).accept(part);
            assertFalse(LostEdit.of("ben", part).isLost(), "ada's program sent no size, so ben's has stayed");
            return null;
        });
    }

    private static ConflictEntry decided(EntityManager em, Outcome outcome, String by, JsonObject written) {
        ConflictEntry entry = new Register(em, "texts")
                .edits("alice", "{'phone': '1'}", "{'phone': '2'}", "bob", "{'phone': '3'}", 1);
        Register.decided(outcome, by, 5, written).accept(entry);
        return entry;
    }

    private static Set<UUID> lost(EntityManager em, String user, Set<String> scopes, Instant since) {
        List<Object[]> found = LostDecisions.find(em, user, scopes, since, 100);
        return Set.copyOf(found.stream().map(row -> (UUID) row[0]).toList());
    }
}
