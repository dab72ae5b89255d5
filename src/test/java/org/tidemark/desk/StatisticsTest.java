package org.tidemark.desk;

import static org.junit.jupiter.api.Assertions.assertEquals;

import jakarta.json.JsonArray;
import jakarta.json.JsonObject;
import jakarta.json.JsonValue;
import jakarta.persistence.EntityManager;
import java.time.Duration;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.tidemark.memory.Allowance;
import org.tidemark.protocol.Resolution.Outcome;
import org.tidemark.spi.Caller;
import org.tidemark.sync.Estate;
import org.tidemark.sync.Estates;

/** The numbers are those of what the caller may read, by collection, field, pair of people and hour. */
class StatisticsTest {

    @RegisterExtension
    static final Estates ESTATES = new Estates(Estate::new);

    private static final String BASE = "{'name': 'a', 'phone': '1'}";

    @ParameterizedTest
    @ValueSource(strings = {"hibernate", "eclipselink"})
    void conflicts_are_counted_beside_the_changes(String provider) {
        ESTATES.on(provider).inTransaction(em -> {
            em.createQuery("delete from ConflictEntry c").executeUpdate();
            em.createQuery("delete from ChangeCount n").executeUpdate();
            var register = new Register(em, "texts");
            var first = register.edits(
                    "bob", BASE, "{'phone': '2', 'name': 'b'}", "alice", "{'phone': '3', 'name': 'c'}", 0);
            Register.decided(Outcome.CLIENT, "carol", 2, null).accept(first);
            var second = register.edits("alice", BASE, "{'phone': '2'}", "bob", "{'phone': '3'}", 1);
            Register.decided(Outcome.SERVER, "rule", 1, null).accept(second);
            register.edits("alice", BASE, "{'phone': '2'}", "alice", "{'phone': '3'}", 60)
                    .supersede("alice", Register.DAY, null);
            register.edits("dave", BASE, "{'phone': '2'}", null, "{'phone': '3'}", 61);
            count(em, "alice", "red", "texts", 100);
            count(em, "bob", "red", "texts", 300);
            count(em, "bob", "blue", "texts", 5_000);
            count(em, "bob", "red", "visits", 600);
            em.flush();

            JsonObject all = statistics(em, Register.STEWARD, null, ZoneOffset.UTC);
            assertEquals(3, all.getInt("conflicts"), "one that another took the place of is the same quarrel");
            assertEquals(1_000, all.getInt("changes"), "of the scopes that the caller may read");
            assertEquals("3.00", all.get("perThousand").toString());
            assertEquals(
                    "[{\"collection\":\"texts\",\"conflicts\":3,\"changes\":400,\"perThousand\":7.50}]",
                    all.get("collections").toString());
            assertEquals("phone", line(all, "fields", 0).getString("field"));
            assertEquals(3, line(all, "fields", 0).getInt("conflicts"));
            assertEquals("name", line(all, "fields", 1).getString("field"));
            JsonObject pair = line(all, "people", 0);
            assertEquals("[\"alice\",\"bob\"]", pair.get("people").toString(), "whoever came first");
            assertEquals(2, pair.getInt("conflicts"));
            assertEquals(1_000, pair.getInt("changes"));
            assertEquals(2, line(all, "hours", 9).getInt("conflicts"));
            assertEquals(1, line(all, "hours", 10).getInt("conflicts"));
            assertEquals(1_000, line(all, "hours", 9).getInt("changes"));
            assertEquals(JsonValue.NULL, line(all, "hours", 10).get("perThousand"), "no changes, no rate");
            JsonArray outcomes = all.getJsonArray("outcomes");
            assertEquals(4, outcomes.size(), outcomes::toString);
            JsonObject decision = all.getJsonObject("decision");
            assertEquals(1, decision.getInt("decided"), "rules take no time");
            assertEquals(120, decision.getInt("median"));
            assertEquals(1, decision.getJsonArray("classes").getJsonObject(1).getInt("conflicts"));

            assertEquals(
                    2,
                    line(statistics(em, Register.STEWARD, null, ZoneId.of("Europe/Oslo")), "hours", 10)
                            .getInt("conflicts"));
            JsonObject india = statistics(em, Register.STEWARD, null, ZoneId.of("Asia/Kolkata"));
            assertEquals(2, line(india, "hours", 15).getInt("conflicts"), "09:30 is 15:00 there");
            assertEquals(1_000, line(india, "hours", 14).getInt("changes"), "and 09:00 is 14:30");
            JsonObject own = statistics(em, Register.caller("alice", false), "texts", ZoneOffset.UTC);
            assertEquals(1, own.getInt("conflicts"));
            assertEquals(100, own.getInt("changes"));
            return null;
        });
    }

    private static JsonObject line(JsonObject all, String table, int index) {
        return all.getJsonArray(table).getJsonObject(index);
    }

    private static void count(EntityManager em, String user, String scope, String collection, long changes) {
        var key = new ChangeCounter.Key(Register.DAY.minus(Duration.ofMinutes(30)), user, scope, collection);
        // In two portions, as a node writes them.
        Map<ChangeCounter.Key, UUID> rows = Map.of(key, UUID.randomUUID());
        ChangeCounts.write(em, Map.of(key, changes - 1), rows);
        em.flush();
        ChangeCounts.write(em, Map.of(key, 1L), rows);
    }

    private static JsonObject statistics(EntityManager em, Caller caller, String collection, ZoneId zone) {
        return ConflictStatistics.of(
                em,
                caller,
                Set.of("red"),
                collection,
                Register.DAY.minus(Duration.ofDays(1)),
                Register.DAY.plus(Duration.ofDays(1)),
                zone,
                Allowance.UNBOUNDED);
    }
}
