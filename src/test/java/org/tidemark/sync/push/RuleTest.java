package org.tidemark.sync.push;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.tidemark.sync.Estate.added;
import static org.tidemark.sync.Estate.json;

import jakarta.json.JsonObject;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.tidemark.protocol.Change;
import org.tidemark.protocol.PushResult;
import org.tidemark.protocol.RecordKey;
import org.tidemark.spi.ConflictRule;
import org.tidemark.spi.EditConflict;
import org.tidemark.spi.Verdict;
import org.tidemark.sync.Estate;
import org.tidemark.sync.Estates;
import org.tidemark.sync.mapping.Visit;
import org.tidemark.sync.retry.RuleFailedException;

/** What an estate's rule can say about edits that met, and what becomes of it, with both JPA providers. */
class RuleTest {

    @RegisterExtension
    static final Estates ESTATES = new Estates(Estate::new);

    private static final String FIELDS =
            "{'team': 'red', 'street': 'Quay 1', 'city': 'Oslo', 'begins': 8, 'ends': 10, 'openedBy': 'bob'}";

    private UUID id;
    private EditConflict asked;

    private Estate estate(String provider, ConflictRule<Visit> rule) {
        Estate estate = ESTATES.on(provider);
        estate.rules = new ConflictRules(estate.registry);
        ConflictRule<Visit> noted = new ConflictRule<>() {
            @Override
            public Verdict decide(EditConflict conflict) {
                asked = conflict;
                return rule.decide(conflict);
            }
        };
        estate.rules.add(Set.of(noted.getClass().getGenericInterfaces()), "the rule", false, type -> noted);
        return estate;
    }

    @ParameterizedTest
    @ValueSource(strings = {"hibernate", "eclipselink"})
    void a_rule_sees_both_sides_and_what_they_started_from(String provider) {
        disputedEnds(estate(provider, conflict -> Verdict.person()));
        assertEquals(id, asked.record());
        assertEquals(List.of("ends"), asked.disputed());
        assertEquals(10, asked.base().getInt("ends"));
        assertEquals("Quay 1", asked.base().getString("street"));
        assertEquals(12, asked.client().fields().getInt("ends"));
        assertEquals("alice", asked.client().user());
        assertEquals(11, asked.server().fields().getInt("ends"));
        assertEquals("alice", asked.server().user());
        assertFalse(asked.client().at().isBefore(asked.server().at()));
    }

    @ParameterizedTest
    @ValueSource(strings = {"hibernate", "eclipselink"})
    void a_rule_can_take_the_clients_side(String provider) {
        Estate estate = estate(provider, conflict -> Verdict.client());
        JsonObject applied = applied(disputedEnds(estate));
        assertEquals(12, record(estate).getInt("ends"));
        assertEquals("Quay 3", record(estate).getString("street"), "an edit of others that was not in dispute");
        assertEquals(version(estate), applied.getInt("version"));
        assertSettled(estate, "CLIENT");
    }

    @ParameterizedTest
    @ValueSource(strings = {"hibernate", "eclipselink"})
    void a_rule_can_take_the_servers_side(String provider) {
        Estate estate = estate(provider, conflict -> Verdict.server());
        JsonObject applied = applied(disputedEnds(estate));
        assertTrue(applied.getBoolean("merged"), "the record is not what was sent");
        assertEquals(11, record(estate).getInt("ends"));
        assertEquals(8, record(estate).getInt("begins"), "nothing of the client's is written");
        assertSettled(estate, "SERVER");
    }

    @ParameterizedTest
    @ValueSource(strings = {"hibernate", "eclipselink"})
    void a_rule_can_make_something_of_both(String provider) {
        Estate estate = estate(provider, conflict -> Verdict.merged(json("{'ends': 13, 'city': 'Bergen'}")));
        assertTrue(applied(disputedEnds(estate)).getBoolean("merged"));
        JsonObject record = record(estate);
        assertEquals(13, record.getInt("ends"));
        assertEquals("Bergen", record.getString("city"), "also a field that nobody had changed");
        assertEquals(7, record.getInt("begins"), "the client's edit that was not in dispute");
        assertEquals("Quay 3", record.getString("street"), "the server's");
        assertSettled(estate, "MERGED");
    }

    @ParameterizedTest
    @ValueSource(strings = {"hibernate", "eclipselink"})
    void what_a_merge_does_not_name_stays_the_servers_where_it_is_in_dispute(String provider) {
        Estate estate = estate(provider, conflict -> Verdict.merged(json("{}")));
        applied(disputedEnds(estate));
        assertEquals(11, record(estate).getInt("ends"));
        assertEquals(7, record(estate).getInt("begins"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"hibernate", "eclipselink"})
    void a_rule_that_is_no_help_leaves_it_to_a_person(String provider) {
        List<ConflictRule<Visit>> useless = List.of(
                conflict -> Verdict.person(),
                conflict -> null,
                conflict -> {
                    throw new IllegalStateException("a defect");
                },
                conflict -> {
                    throw new AssertionError("a defect");
                },
                conflict -> Verdict.merged(json("{'unknown': 1}")),
                conflict -> Verdict.merged(json("{'ends': 'text'}")),
                conflict -> Verdict.merged(json("{'stamp': 'mine'}")),
                conflict -> Verdict.merged(json("{'openedBy': 'eve'}")),
                conflict -> Verdict.merged(json("{'ends': 3}")), // before it begins
                conflict -> Verdict.merged(json("{'team': null}")), // no scope
                conflict -> Verdict.merged(json("{'team': 'green'}"))); // not the caller's
        for (int i = 0; i < useless.size(); i++) {
            Estate estate = estate(provider, useless.get(i));
            PushResult result = disputedEnds(estate);
            String which = "rule " + i + ": " + result.toJson();
            assertEquals(1, result.conflicts().size(), which);
            assertEquals(11, record(estate).getInt("ends"), which);
            assertEquals("OPEN", registered(estate)[0].toString(), which);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"hibernate", "eclipselink"})
    void a_rule_that_takes_the_transaction_with_it_says_so(String provider) {
        Estate estate = estate(provider, conflict -> {
            throw new IllegalStateException("thrown by an EJB");
        });
        estate.isDoomed = () -> asked != null;
        assertEquals(
                "visits",
                assertThrows(RuleFailedException.class, () -> disputedEnds(estate))
                        .collection());
        estate.isDoomed = () -> false;
    }

    @ParameterizedTest
    @ValueSource(strings = {"hibernate", "eclipselink"})
    void a_rule_gives_nobody_a_right(String provider) {
        Estate estate = estate(provider, conflict -> Verdict.client());
        long version = disputed(estate);
        PushResult result = estate.push(
                new org.tidemark.spi.ScopePolicy() {
                    @Override
                    public Set<String> readable(org.tidemark.spi.Caller caller) {
                        return Set.of("red");
                    }

                    @Override
                    public Set<String> readOnly(
                            org.tidemark.spi.Caller caller, Class<? extends org.tidemark.spi.Synchronisable> type) {
                        return type == Visit.class ? Set.of("street") : Set.of();
                    }
                },
                // It does not say what it started from, so its old street looks like an edit of its own.
                edit(version, "{'ends': 12}", "{}"));
        assertEquals(1, result.conflicts().size(), result.toJson().toString());
        assertEquals("Quay 3", record(estate).getString("street"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"hibernate", "eclipselink"})
    void a_rule_is_not_asked_where_there_is_no_dispute(String provider) {
        Estate estate = estate(provider, conflict -> Verdict.server());
        long version = disputed(estate);
        applied(estate.push(edit(version, "{'begins': 7}", "{'begins': 8}")));
        assertNull(asked);
        assertEquals(7, record(estate).getInt("begins"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"hibernate", "eclipselink"})
    void a_deletion_is_for_a_person(String provider) {
        Estate estate = estate(provider, conflict -> Verdict.client());
        long version = disputed(estate);
        assertEquals(
                1,
                estate.push(Estate.deleted("visits", id, version)).conflicts().size());
        applied(estate.push(Estate.deleted("visits", id, version(estate))));
        PushResult result = estate.push(edit(version, "{'ends': 12}", "{'ends': 10}"));
        assertEquals(1, result.conflicts().size());
        assertNull(asked);
    }

    /** A visit that somebody has changed since version n: ends and street. Returns n. */
    private long disputed(Estate estate) {
        id = UUID.randomUUID();
        long version = applied(estate.push(added("visits", id, FIELDS))).getInt("version");
        applied(estate.push(edit(version, "{'ends': 11, 'street': 'Quay 3'}", "{'ends': 10, 'street': 'Quay 1'}")));
        return version;
    }

    /** Meets it with an edit of ends, and of begins besides. */
    private PushResult disputedEnds(Estate estate) {
        return estate.push(edit(disputed(estate), "{'ends': 12, 'begins': 7}", "{'ends': 10, 'begins': 8}"));
    }

    private Change edit(long version, String fields, String base) {
        var whole = jakarta.json.Json.createObjectBuilder(json(FIELDS));
        json(fields).forEach(whole::add);
        return new Change.Modified(new RecordKey("visits", id), version, whole.build(), json(base), null);
    }

    private void assertSettled(Estate estate, String outcome) {
        Object[] conflict = registered(estate);
        assertEquals("SETTLED " + outcome + " rule", conflict[0] + " " + conflict[1] + " " + conflict[2]);
        JsonObject body = json(conflict[3].toString());
        assertEquals(12, body.getJsonObject("client").getJsonObject("fields").getInt("ends"), "the loser is kept");
        assertEquals(11, body.getJsonObject("server").getJsonObject("fields").getInt("ends"), "the loser is kept");
        assertEquals(outcome.equals("MERGED"), conflict[4] != null, "what was made is told");
    }

    private Object[] registered(Estate estate) {
        return (Object[]) estate.inTransaction(em -> em.createQuery(
                        "select c.status, c.outcome, c.settledBy, c.body, c.resolution from ConflictEntry c"
                                + " where c.record = :id order by c.detectedAt desc")
                .setParameter("id", id)
                .setMaxResults(1)
                .getSingleResult());
    }

    private int version(Estate estate) {
        return estate.pull("visits").get(id.toString()).getInt("version");
    }

    private JsonObject record(Estate estate) {
        return estate.pull("visits").get(id.toString()).getJsonObject("fields");
    }

    private static JsonObject applied(PushResult result) {
        assertEquals(1, result.applied().size(), () -> result.toJson().toString());
        return result.applied().getJsonObject(0);
    }
}
