package org.tidemark.it.contract.message;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.tidemark.it.contract.Changes.changes;

import jakarta.json.JsonObject;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.tidemark.it.Answer;
import org.tidemark.it.contract.Body;
import org.tidemark.it.contract.Changes;
import org.tidemark.it.contract.ContractTest;
import org.tidemark.it.contract.Desk;
import org.tidemark.it.contract.Outcomes;
import org.tidemark.it.contract.Replica;
import org.tidemark.it.contract.Row;
import org.tidemark.it.contract.Sample;
import org.tidemark.it.contract.User;

/** Whatever a caller sends, neither the answer nor what the server keeps of it grows out of proportion. */
@ContractTest
class BoundedAnswersIT {

    private static final int LONG = 100_000;

    private final Replica alice = Replica.of(User.ALICE);

    @Test
    void a_collections_name_that_is_too_long_is_refused_once_and_not_repeated() {
        Changes changes = changes();
        for (int i = 0; i < 1000; i++) {
            changes.put("x".repeat(LONG), "deleted", Body.object("id", Sample.id(), "version", 1));
        }
        Answer answer = alice.send(alice.message(changes.push(1)));
        answer.problem(400, "malformed-message");
        assertTrue(answer.body().length < 2000, answer::text);
    }

    @Test
    void an_unknown_collection_is_rejected_in_a_few_words() {
        Changes changes = changes();
        for (int i = 0; i < 1000; i++) {
            changes.put("x".repeat(100), "deleted", Body.object("id", Sample.id(), "version", 1));
        }
        Answer answer = alice.send(alice.message(changes.push(1))).ok();
        assertEquals(
                1000,
                answer.json().getJsonObject("push").getJsonArray("rejected").size());
        assertTrue(answer.body().length < 400_000, () -> answer.body().length + " bytes");
    }

    @Test
    void what_a_rejection_repeats_of_the_input_is_cut() {
        Row unknownField = Sample.company("emea").with("x".repeat(LONG), "y");
        Row unreadable = Sample.company("emea").with("address", Body.object("z".repeat(LONG), 1));
        Row notANumber = Sample.company("emea").with("annualRevenue", "1".repeat(900) + "x");
        Row invalid = Sample.company("emea").with("email", "a".repeat(LONG));
        List<Row> rows = List.of(unknownField, unreadable, notANumber, invalid);
        Outcomes outcomes = alice.push(changes().addAll(rows));
        for (Row row : rows) {
            int length = outcomes.rejected(row).toString().length();
            assertTrue(length < 4000, () -> length + " characters");
        }
    }

    @Test
    void a_groups_name_has_a_limit() {
        Changes changes = changes().group("g".repeat(LONG)).add(Sample.company("emea"));
        Answer answer = alice.send(alice.message(changes.push(1)));
        answer.problem(400, "malformed-message");
        assertTrue(answer.body().length < 2000, answer::text);
    }

    /** A record that nobody knows would be a conflict: with four megabytes of text it would be kept for ever. */
    @Test
    void what_no_column_could_hold_is_no_conflict() {
        Row row = Sample.company("emea").with("notes", "x".repeat(4_000_000));
        Answer answer = alice.send(alice.message(changes()
                .put("companies", "modified", Body.object("id", row.id(), "version", 1, "fields", row.fields()))
                .push(1)));
        JsonObject rejected = new Outcomes(answer.ok().json().getJsonObject("push")).rejected(row, "invalid");
        assertEquals("notes", Body.objects(rejected, "violations").get(0).getString("field"));
        assertTrue(answer.body().length < 4000, () -> answer.body().length + " bytes");
        assertTrue(new Desk(User.ALICE).list("replica=" + alice.id()).isEmpty());
    }

    @Test
    void what_no_column_could_have_held_is_no_conflict_either() {
        Row row = Sample.company("emea");
        JsonObject change = Body.object(
                "id", row.id(),
                "version", 1,
                "fields", row.fields(),
                "base", Body.object("notes", "x".repeat(1_000_000)));
        Outcomes outcomes = alice.push(changes().put("companies", "modified", change));
        assertEquals(
                "notes",
                Body.objects(outcomes.rejected(row, "invalid"), "violations")
                        .get(0)
                        .getString("field"));
    }

    @Test
    void a_side_that_breaks_a_rule_is_rejected_and_the_mended_one_is_a_conflict() {
        Replica bob = Replica.of(User.BOB);
        Row before = Sample.company("emea");
        long base = bob.add(before);
        bob.modify(before, base, before.with("phone", "+47 2"));
        Row invalid = before.with("email", "nobody");
        Outcomes outcomes = alice.push(changes().modify(before, base, invalid));
        assertEquals(
                "email",
                Body.objects(outcomes.rejected(invalid, "invalid"), "violations")
                        .get(0)
                        .getString("field"));
        Row mended = before.with("email", "nobody@nowhere.example");
        alice.push(changes().modify(before, base, mended)).conflict(mended, "modified-modified");
    }

    @Test
    void a_page_of_the_desk_ends_by_its_size_too() {
        String notes = "n".repeat(4000);
        List<Row> rows = Stream.generate(() -> Sample.company("emea").with("notes", notes))
                .limit(600)
                .toList();
        Changes changes = changes();
        rows.forEach(row -> changes.put(
                "companies", "modified", Body.object("id", row.id(), "version", 1, "fields", row.fields())));
        assertEquals(600, alice.push(changes).count("conflicts"));
        Set<String> seen = new TreeSet<>();
        List<Integer> sizes = new ArrayList<>();
        String after = "";
        boolean more = true;
        while (more) {
            Answer answer = User.ALICE
                    .get("/api/conflicts?status=open&limit=1000&replica=" + alice.id() + after)
                    .ok();
            assertTrue(answer.body().length < 6_000_000, () -> answer.body().length + " bytes");
            List<JsonObject> page = Body.objects(answer.json(), "conflicts");
            sizes.add(page.size());
            page.forEach(conflict -> assertTrue(seen.add(conflict.getString("id")), "no conflict comes twice"));
            assertFalse(page.isEmpty(), "a page moves on");
            after = "&after=" + page.get(page.size() - 1).getString("id");
            more = answer.json().getBoolean("more");
        }
        assertEquals(600, seen.size());
        assertTrue(sizes.size() > 1, sizes::toString);
    }
}
