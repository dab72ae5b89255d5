package org.tidemark.desk;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import jakarta.json.JsonObject;
import java.io.StringWriter;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.stream.IntStream;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.tidemark.protocol.Resolution.Outcome;
import org.tidemark.spi.Verdict;
import org.tidemark.sync.Estate;
import org.tidemark.sync.mapping.Visit;
import org.tidemark.sync.state.ConflictEntry;

/** What people did is told as a rule, with its evidence, and what a rule would have done beside it. */
class RuleSuggestionTest {

    private static final String BASE = "{'phone': '0', 'notes': 'a', 'ends': 1, 'fee': '1.0', 'mail': null}";

    private final List<PastDecision> past = new ArrayList<>();

    @Test
    void what_people_do_nearly_always_is_suggested_with_its_evidence() {
        IntStream.range(0, 97).forEach(i -> decided("{'phone': '1'}", "{'phone': '2'}", Outcome.CLIENT));
        IntStream.range(0, 2).forEach(i -> decided("{'phone': '1'}", "{'phone': '2'}", Outcome.SERVER));
        assertEquals(List.of("phone: the later one, in 97 of 99 cases"), words());
    }

    @Test
    void four_cases_or_eight_of_ten_prove_nothing() {
        IntStream.range(0, 4).forEach(i -> decided("{'phone': '1'}", "{'phone': '2'}", Outcome.CLIENT));
        assertEquals(List.of(), words());
        IntStream.range(0, 4).forEach(i -> decided("{'phone': '1'}", "{'phone': '2'}", Outcome.CLIENT));
        IntStream.range(0, 2).forEach(i -> decided("{'phone': '1'}", "{'phone': '2'}", Outcome.SERVER));
        assertEquals(List.of(), words());
    }

    @Test
    void each_kind_of_rule_is_found_whichever_side_it_favours() {
        for (int i = 0; i < 5; i++) {
            Outcome client = i % 2 == 0 ? Outcome.CLIENT : Outcome.SERVER;
            Outcome server = i % 2 == 0 ? Outcome.SERVER : Outcome.CLIENT;
            decided(i % 2 == 0, "{'notes': 'long and winding'}", "{'notes': 'short'}", client);
            decided(i % 2 == 0, "{'ends': 11}", "{'ends': 9}", client);
            decided(i % 2 == 0, "{'fee': '9.50'}", "{'fee': '10.50'}", client);
            decided(i % 2 == 0, "{'mail': 'a@b.no'}", "{'mail': ''}", client);
            decided("{'phone': '1'}", "{'phone': '2'}", Outcome.SERVER);
            assertTrue(server != client);
        }
        assertEquals(
                List.of(
                        "ends: the larger one, in 5 of 5 cases",
                        "fee: the smaller one, in 5 of 5 cases",
                        "mail: the one that is not empty, in 5 of 5 cases",
                        "notes: the longer one, in 5 of 5 cases",
                        "phone: the earlier one, in 5 of 5 cases"),
                words());
        assertCompiles(RuleSource.of(Visit.class, RuleSuggestion.of(past)));
    }

    @Test
    void a_mix_counts_for_the_side_whose_value_it_has() {
        for (int i = 0; i < 5; i++) {
            add(
                    "{'phone': '1', 'notes': 'b'}",
                    "{'phone': '2', 'notes': 'c'}",
                    Outcome.MERGED,
                    Estate.json("{'phone': '1', 'notes': 'c'}"));
        }
        assertEquals(
                List.of("notes: the earlier one, in 5 of 5 cases", "phone: the later one, in 5 of 5 cases"), words());
    }

    @Test
    void a_mix_that_leaves_a_field_away_took_what_the_server_had() {
        for (int i = 0; i < 5; i++) {
            add("{'phone': '1'}", "{'phone': '2'}", Outcome.MERGED, Estate.json("{'notes': 'n'}"));
        }
        assertEquals(List.of("phone: the earlier one, in 5 of 5 cases"), words());
    }

    @Test
    void a_replay_says_what_the_rule_would_have_decided_and_how_often_people_did_the_same() {
        IntStream.range(0, 3).forEach(i -> decided("{'phone': '1'}", "{'phone': '2'}", Outcome.CLIENT));
        decided("{'phone': '1'}", "{'phone': '2'}", Outcome.SERVER);
        decided("{'ends': 11}", "{'ends': 9}", Outcome.CLIENT);
        try (Estate estate = new Estate("hibernate")) {
            JsonObject replay = RuleReplay.outcome(
                    estate.registry.get("visits"),
                    "deployed",
                    null,
                    past,
                    one -> one.disputed().contains("phone")
                            ? Verdict.merged(Estate.json("{'phone': '1'}"))
                            : Verdict.person());
            assertEquals(5, replay.getInt("conflicts"));
            assertEquals(4, replay.getInt("decided"));
            assertEquals(3, replay.getInt("same"));
            JsonObject person = replay.getJsonArray("cases").getJsonObject(4);
            assertEquals("person", person.getString("verdict"));
            assertEquals(false, person.getBoolean("same"));
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }

    private List<String> words() {
        return RuleSuggestion.of(past).stream().map(RuleSuggestion::words).toList();
    }

    private void decided(boolean inOrder, String one, String other, Outcome outcome) {
        decided(inOrder ? one : other, inOrder ? other : one, outcome);
    }

    private void decided(String client, String server, Outcome outcome) {
        add(client, server, outcome, null);
    }

    private void add(String client, String server, Outcome outcome, JsonObject written) {
        var entry = new ConflictEntry(
                Register.conflict("visits", UUID.randomUUID(), BASE, client, "bob", server, 1), "red", null, "alice");
        Register.decided(outcome, "carol", 5, written).accept(entry);
        past.add(PastDecision.of(entry));
    }

    private static void assertCompiles(String source) {
        var errors = new StringWriter();
        var file = new SimpleJavaFileObject(URI.create("string:///VisitRule.java"), JavaFileObject.Kind.SOURCE) {
            @Override
            public CharSequence getCharContent(boolean ignoreEncodingErrors) {
                return source;
            }
        };
        boolean isFine = ToolProvider.getSystemJavaCompiler()
                .getTask(
                        errors,
                        null,
                        null,
                        List.of(
                                "-proc:none",
                                "-implicit:none",
                                "-d",
                                System.getProperty("java.io.tmpdir"),
                                "-classpath",
                                System.getProperty("java.class.path")),
                        null,
                        List.of(file))
                .call();
        assertTrue(isFine, () -> source + errors);
    }
}
