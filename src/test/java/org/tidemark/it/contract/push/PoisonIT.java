package org.tidemark.it.contract.push;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assumptions.assumeFalse;
import static org.tidemark.it.contract.Changes.changes;

import jakarta.json.JsonObject;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.tidemark.it.contract.Body;
import org.tidemark.it.contract.ContractTest;
import org.tidemark.it.contract.Database;
import org.tidemark.it.contract.Fields;
import org.tidemark.it.contract.Outcomes;
import org.tidemark.it.contract.Replica;
import org.tidemark.it.contract.Row;
import org.tidemark.it.contract.Sample;
import org.tidemark.it.contract.User;

/**
 * One bad record never blocks the rest, and is told why it was refused.
 *
 * <p>See docs/protocol.md, P80.
 */
@ContractTest
class PoisonIT {

    private final Replica alice = Replica.abreast(User.ALICE);
    private final Row taken = Sample.company("emea");
    private final String takenVat = taken.fields().getString("vatNumber");

    @ParameterizedTest
    @ValueSource(ints = {0, 250, 499})
    void oneRecordThatTheDatabaseRefusesDoesNotHoldFiveHundred(int place) throws Exception {
        alice.add(taken);
        List<Row> rows = Sample.companies(500);
        rows.set(place, rows.get(place).with("vatNumber", takenVat));
        assertOnlyTheseAreRefused(rows, Set.of(place));
    }

    @Test
    void several_of_them_do_not_either() throws Exception {
        alice.add(taken);
        List<Row> rows = Sample.companies(500);
        Set<Integer> places = Set.of(3, 4, 77, 250, 251, 252, 498);
        places.forEach(place -> rows.set(place, rows.get(place).with("vatNumber", takenVat)));
        assertOnlyTheseAreRefused(rows, places);
    }

    @Test
    void of_two_records_in_one_push_that_want_one_unique_value_one_is_applied() {
        Row one = Sample.company("emea");
        Row two = Sample.company("emea").with("vatNumber", one.fields().getString("vatNumber"));
        Row bystander = Sample.company("emea");
        Outcomes outcomes = alice.push(changes().add(one).add(two).add(bystander));
        outcomes.applied(bystander);
        assertEquals(2, outcomes.count("applied"), () -> outcomes.push().toString());
        outcomes.rejected(outcomes.placeOf(one).equals("applied") ? two : one, "constraint");
    }

    @Test
    void invalid_malformed_and_forbidden_records_are_refused_each_for_itself() {
        alice.add(taken);
        Row invalid = Sample.company("emea").with("name", "");
        Row malformed = Sample.company("emea").with("employees", "many");
        Row forbidden = Sample.company("apac");
        Row unique = Sample.company("emea").with("vatNumber", takenVat);
        Row good = Sample.company("emea");
        Outcomes outcomes = alice.push(
                changes().add(invalid).add(malformed).add(forbidden).add(unique).add(good));
        JsonObject violation = Body.objects(outcomes.rejected(invalid, "invalid"), "violations")
                .get(0);
        assertEquals("name", violation.getString("field"));
        assertFalse(violation.getString("message").isBlank());
        outcomes.rejected(malformed, "malformed");
        outcomes.rejected(forbidden, "forbidden");
        outcomes.rejected(unique, "constraint");
        outcomes.applied(good);
    }

    /** A business rule of the estate that lives in its database. */
    @Test
    void a_record_that_a_trigger_refuses_does_not_hold_the_others() throws Exception {
        assumeFalse(Database.isH2(), "its triggers are Java");
        String notes = "not on a Sunday";
        Row refused = Sample.company("emea").with("notes", notes);
        List<Row> rows = Sample.companies(4);
        Database.refuseNotes(notes);
        try {
            Outcomes outcomes = alice.push(changes().addAll(rows).add(refused).add(taken));
            JsonObject rejected = outcomes.rejected(refused, "constraint");
            assertFalse(rejected.toString().contains("Sunday"), "nothing of the trigger's words");
            rows.forEach(outcomes::applied);
            outcomes.applied(taken);
        } finally {
            Database.forgetRefusal();
        }
    }

    /** What the database says names tables, columns and other people's values. */
    @Test
    void a_refusal_by_the_database_shows_nothing_of_its_inside() {
        Replica dave = Replica.abreast(User.DAVE);
        dave.add(Sample.company("apac").with("vatNumber", takenVat));
        JsonObject rejected = alice.push(changes().add(taken)).rejected(taken, "constraint");
        String said = rejected.toString().toLowerCase();
        for (String inside :
                List.of("sql", "exception", "insert into", "duplicate key", "primary key", "dave", "apac")) {
            assertFalse(said.contains(inside), rejected::toString);
        }
        assertFalse(rejected.getString("detail").isBlank());
    }

    @Test
    void an_edit_that_the_database_refuses_leaves_the_record_alone() {
        alice.add(taken);
        Row mine = Sample.company("emea");
        Row other = Sample.company("emea");
        Outcomes added = alice.push(changes().add(mine).add(other));
        Row wish = mine.with("vatNumber", takenVat).with("phone", "+47 1");
        Outcomes outcomes = alice.push(changes()
                .modify(mine, added.applied(mine), wish)
                .modify(other, added.applied(other), other.with("phone", "+47 1")));
        outcomes.rejected(wish, "constraint");
        outcomes.applied(other);
        Fields.assertSame(mine, alice.pull().held(mine));
        assertEquals(added.applied(mine), alice.held(mine).version());
    }

    @Test
    void an_edit_that_breaks_a_rule_leaves_the_record_alone() {
        Row mine = Sample.company("emea");
        long version = alice.add(mine);
        Row wish = mine.with("name", "").with("phone", "+47 1");
        alice.push(changes().modify(mine, version, wish)).rejected(mine, "invalid");
        Fields.assertSame(mine, alice.pull().held(mine));
        assertEquals(version, alice.held(mine).version());
    }

    private void assertOnlyTheseAreRefused(List<Row> rows, Set<Integer> places) throws Exception {
        Outcomes outcomes = alice.push(changes().addAll(rows));
        assertEquals(places.size(), outcomes.count("rejected"));
        for (int i = 0; i < rows.size(); i++) {
            if (places.contains(i)) {
                outcomes.rejected(rows.get(i), "constraint");
                assertEquals(0, Database.count(rows.get(i)));
            } else {
                outcomes.applied(rows.get(i));
            }
        }
        alice.pull();
        for (int i = 0; i < rows.size(); i++) {
            if (!places.contains(i)) {
                assertEquals(
                        outcomes.applied(rows.get(i)), alice.held(rows.get(i)).version());
            }
        }
    }
}
