package org.tidemark.it.contract.push;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.tidemark.it.contract.Changes.changes;

import jakarta.json.JsonObject;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.tidemark.it.contract.Body;
import org.tidemark.it.contract.Changes;
import org.tidemark.it.contract.ContractTest;
import org.tidemark.it.contract.Disputed;
import org.tidemark.it.contract.Fields;
import org.tidemark.it.contract.Outcomes;
import org.tidemark.it.contract.Replica;
import org.tidemark.it.contract.Row;
import org.tidemark.it.contract.Sample;
import org.tidemark.it.contract.User;

/**
 * Unique values go from record to record in one push; who wants what another keeps is refused alone.
 *
 * <p>See docs/protocol.md, P80.
 */
@ContractTest
class UniqueValuesIT {

    private final Replica alice = Replica.abreast(User.ALICE);
    private final Row taken = Sample.company("emea");
    private final String takenVat = taken.fields().getString("vatNumber");

    @ParameterizedTest
    @ValueSource(strings = {"0 f", "f 0"})
    void a_unique_value_may_pass_from_one_record_to_another_in_one_push(String ids) {
        Row giver = Sample.company(Sample.idFrom(ids.substring(0, 1)), "emea");
        Row taker = Sample.company(Sample.idFrom(ids.substring(2)), "emea");
        Outcomes added = alice.push(changes().add(giver).add(taker));
        Row poorer = giver.with("vatNumber", Sample.vat());
        Row richer = taker.with("vatNumber", giver.fields().getString("vatNumber"));
        Outcomes outcomes = alice.push(
                changes().modify(taker, added.applied(taker), richer).modify(giver, added.applied(giver), poorer));
        outcomes.applied(richer);
        outcomes.applied(poorer);
        Fields.assertSame(richer, alice.pull().held(taker));
    }

    /** The push is taken apart, and all its changes are decided before the resolutions are that came without one. */
    @Test
    void a_resolution_without_a_change_is_not_lost_when_the_push_is_taken_apart() {
        Disputed disputed = Disputed.modifiedModified(User.ALICE);
        Replica replica = disputed.alice();
        long version = replica.add(taken);
        Row heir = Sample.company("emea").with("vatNumber", takenVat);
        Outcomes outcomes =
                replica.push(changes().add(heir).delete(taken, version).resolve(disputed.conflict(), "server"));
        outcomes.applied(heir);
        outcomes.gone(taken);
        assertFalse(disputed.isOpen());
    }

    @Test
    void a_unique_value_of_a_deleted_record_is_free_in_the_same_push() {
        long version = alice.add(taken);
        Row heir = Sample.company("emea").with("vatNumber", takenVat);
        Outcomes outcomes = alice.push(changes().add(heir).delete(taken, version));
        outcomes.gone(taken);
        outcomes.applied(heir);
    }

    /**
     * Each takes the next one's value, the last a free one; in which order the records are sent and written is all the
     * same.
     */
    @ParameterizedTest
    @ValueSource(strings = {"alone", "group"})
    void a_chain_of_unique_values_moves_in_any_order(String group) {
        List<Row> rows = Sample.companies(12);
        List<Row> richer = new ArrayList<>();
        for (int i = 0; i < rows.size(); i++) {
            richer.add(rows.get(i).with("vatNumber", i < 11 ? vatOf(rows.get(i + 1)) : Sample.vat()));
        }
        assertAllMove(rows, richer, group.equals("group") ? "chain" : null);
    }

    /** Both want what the other has. */
    @ParameterizedTest
    @ValueSource(strings = {"alone", "group"})
    void two_records_swap_a_unique_value(String group) {
        List<Row> rows = Sample.companies(2);
        List<Row> swapped = List.of(
                rows.get(0).with("vatNumber", vatOf(rows.get(1))), rows.get(1).with("vatNumber", vatOf(rows.get(0))));
        assertAllMove(rows, swapped, group.equals("group") ? "swap" : null);
    }

    /** The first of the chain is not valid, so nobody gets what it keeps. */
    @Test
    void a_chain_behind_a_record_that_keeps_its_value_is_rejected_and_the_rest_is_not() {
        List<Row> rows = Sample.companies(3);
        Outcomes added = alice.push(changes().addAll(rows));
        Row keeps = rows.get(0).with("vatNumber", Sample.vat()).with("name", "");
        Row wants = rows.get(1).with("vatNumber", vatOf(rows.get(0)));
        Row wantsThat = rows.get(2).with("vatNumber", vatOf(rows.get(1)));
        Row free = Sample.company("emea");
        Outcomes outcomes = alice.push(changes()
                .modify(rows.get(2), added.applied(rows.get(2)), wantsThat)
                .modify(rows.get(1), added.applied(rows.get(1)), wants)
                .modify(rows.get(0), added.applied(rows.get(0)), keeps)
                .add(free));
        outcomes.rejected(keeps, "invalid");
        assertEquals("vatNumber", field(outcomes.rejected(wants, "constraint")));
        assertEquals("vatNumber", field(outcomes.rejected(wantsThat, "constraint")));
        outcomes.applied(free);
        assertTrue(alice.push(changes().add(Sample.company("emea"))).count("applied") == 1);
    }

    /** The contact refers to a company that is set aside at first, and comes with the value that becomes free. */
    @Test
    void what_waits_for_a_value_is_applied_with_what_refers_to_it() {
        long version = alice.add(taken);
        Row heir = Sample.company("emea").with("vatNumber", takenVat);
        Row contact = Sample.contact(heir);
        Outcomes outcomes = alice.push(
                changes().group("heir").add(contact).add(heir).group(null).delete(taken, version));
        outcomes.gone(taken);
        outcomes.applied(heir);
        outcomes.applied(contact);
    }

    @Test
    void a_push_with_values_that_move_is_applied_once() {
        List<Row> rows = Sample.companies(2);
        Outcomes added = alice.push(changes().addAll(rows));
        Row bad = Sample.company("emea").with("vatNumber", vatOf(rows.get(0)));
        Changes swap = changes()
                .modify(rows.get(0), added.applied(rows.get(0)), rows.get(0).with("vatNumber", vatOf(rows.get(1))))
                .modify(rows.get(1), added.applied(rows.get(1)), rows.get(1).with("vatNumber", vatOf(rows.get(0))))
                .add(bad);
        JsonObject message = alice.message(swap.push(2));
        Outcomes first = new Outcomes(alice.send(message).ok().json().getJsonObject("push"));
        Outcomes again = new Outcomes(alice.send(message).ok().json().getJsonObject("push"));
        assertTrue(again.repeated());
        assertEquals(first.push().getJsonArray("applied"), again.push().getJsonArray("applied"));
        assertEquals(first.push().getJsonArray("rejected"), again.push().getJsonArray("rejected"));
        again.rejected(bad, "constraint");
    }

    private void assertAllMove(List<Row> rows, List<Row> moved, String group) {
        Outcomes added = alice.push(changes().addAll(rows));
        List<Integer> order =
                new ArrayList<>(IntStream.range(0, rows.size()).boxed().toList());
        Collections.shuffle(order, new Random(rows.size()));
        Changes changes = changes().group(group);
        order.forEach(i -> changes.modify(rows.get(i), added.applied(rows.get(i)), moved.get(i)));
        Outcomes outcomes = alice.push(changes);
        moved.forEach(outcomes::applied);
        alice.pull();
        moved.forEach(row -> Fields.assertSame(row, alice.held(row)));
    }

    private static String vatOf(Row row) {
        return row.fields().getString("vatNumber");
    }

    private static String field(JsonObject rejected) {
        return Body.objects(rejected, "violations").get(0).getString("field");
    }
}
