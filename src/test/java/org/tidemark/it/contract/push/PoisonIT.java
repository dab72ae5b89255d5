package org.tidemark.it.contract.push;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeFalse;
import static org.tidemark.it.contract.Changes.changes;

import jakarta.json.JsonObject;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.tidemark.it.contract.Body;
import org.tidemark.it.contract.Changes;
import org.tidemark.it.contract.ContractTest;
import org.tidemark.it.contract.Database;
import org.tidemark.it.contract.Disputed;
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
        List<Row> rows = rows(500);
        rows.set(place, rows.get(place).with("vatNumber", takenVat));
        assertOnlyTheseAreRefused(rows, Set.of(place));
    }

    @Test
    void severalOfThemDoNotEither() throws Exception {
        alice.add(taken);
        List<Row> rows = rows(500);
        Set<Integer> places = Set.of(3, 4, 77, 250, 251, 252, 498);
        places.forEach(place -> rows.set(place, rows.get(place).with("vatNumber", takenVat)));
        assertOnlyTheseAreRefused(rows, places);
    }

    @Test
    void ofTwoRecordsInOnePushThatWantOneUniqueValueOneIsApplied() {
        Row one = Sample.company("emea");
        Row two = Sample.company("emea").with("vatNumber", one.fields().getString("vatNumber"));
        Row bystander = Sample.company("emea");
        Outcomes outcomes = alice.push(changes().add(one).add(two).add(bystander));
        outcomes.applied(bystander);
        assertEquals(2, outcomes.count("applied"), () -> outcomes.push().toString());
        outcomes.rejected(outcomes.placeOf(one).equals("applied") ? two : one, "constraint");
    }

    @Test
    void invalidMalformedAndForbiddenRecordsAreRefusedEachForItself() {
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
    void aRecordThatATriggerRefusesDoesNotHoldTheOthers() throws Exception {
        assumeFalse(Database.isH2(), "its triggers are Java");
        String notes = "not on a Sunday";
        Row refused = Sample.company("emea").with("notes", notes);
        List<Row> rows = rows(4);
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
    void aRefusalByTheDatabaseShowsNothingOfItsInside() {
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
    void anEditThatTheDatabaseRefusesLeavesTheRecordAlone() {
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
    void anEditThatBreaksARuleLeavesTheRecordAlone() {
        Row mine = Sample.company("emea");
        long version = alice.add(mine);
        Row wish = mine.with("name", "").with("phone", "+47 1");
        alice.push(changes().modify(mine, version, wish)).rejected(mine, "invalid");
        Fields.assertSame(mine, alice.pull().held(mine));
        assertEquals(version, alice.held(mine).version());
    }

    @ParameterizedTest
    @ValueSource(strings = {"name", "employees", "vatNumber", "region"})
    void aGroupIsAppliedTogetherOrNotAtAll(String field) {
        alice.add(taken);
        Row bad = Sample.company("emea");
        bad = switch (field) {
            case "name" -> bad.with(field, "");
            case "employees" -> bad.with(field, "many");
            case "vatNumber" -> bad.with(field, takenVat);
            default -> bad.with(field, "apac");
        };
        Row with1 = Sample.company("emea");
        Row with2 = Sample.company("emea");
        Row otherGroup = Sample.company("emea");
        Row alone = Sample.company("emea");
        Outcomes outcomes = alice.push(changes()
                .group("order 1")
                .add(with1)
                .add(bad)
                .add(with2)
                .group("order 2")
                .add(otherGroup)
                .group(null)
                .add(alone));
        assertFalse(outcomes.rejected(bad).getString("reason").equals("group"), "the culprit has its own reason");
        outcomes.rejected(with1, "group");
        outcomes.rejected(with2, "group");
        outcomes.applied(otherGroup);
        outcomes.applied(alone);
        alice.pull();
        assertTrue(alice.find(with1).isEmpty());
    }

    @Test
    void aConflictInAGroupHoldsItsGroupBack() {
        long version = alice.add(taken);
        Replica bob = Replica.abreast(User.BOB);
        bob.modify(taken, version, taken.with("phone", "+47 2"));
        Row mine = taken.with("phone", "+47 1");
        Row companion = Sample.company("emea");
        Outcomes outcomes =
                alice.push(changes().group("both").modify(taken, version, mine).add(companion));
        outcomes.conflict(mine, "modified-modified");
        outcomes.rejected(companion, "group");
        assertTrue(alice.pull().find(companion).isEmpty());
    }

    @Test
    void aGroupAcrossCollectionsIsAppliedAsOne() {
        Row contact = Sample.contact(taken);
        Outcomes outcomes = alice.push(changes().group("both").add(contact).add(taken));
        outcomes.applied(contact);
        outcomes.applied(taken);
    }

    @Test
    void aCompanyThatStillHasContactsIsNotDeleted() {
        Row contact = Sample.contact(taken);
        Row other = Sample.company("emea");
        Outcomes added = alice.push(changes().add(taken).add(contact).add(other));
        Outcomes outcomes =
                alice.push(changes().delete(taken, added.applied(taken)).delete(other, added.applied(other)));
        outcomes.rejected(taken, "constraint");
        outcomes.gone(other);
        Fields.assertSame(taken, alice.pull().held(taken));
    }

    @Test
    void aCompanyGoesTogetherWithItsContacts() {
        Row contact = Sample.contact(taken);
        Row second = Sample.contact(taken);
        Outcomes added = alice.push(changes().add(taken).add(contact).add(second));
        Outcomes outcomes = alice.push(changes()
                .delete(taken, added.applied(taken))
                .delete(contact, added.applied(contact))
                .delete(second, added.applied(second)));
        outcomes.gone(taken);
        outcomes.gone(contact);
        outcomes.gone(second);
        alice.pull();
        assertTrue(alice.find(taken).isEmpty());
        assertTrue(alice.find(contact).isEmpty());
    }

    /** In the order of locking the child stands before its parent, and in the message too. */
    @Test
    void aChildMayStandBeforeItsParent() {
        Row parent = Sample.company(Sample.idFrom("f"), "emea");
        Row child = Sample.contact(Sample.idFrom("0"), parent);
        Outcomes outcomes = alice.push(changes().add(child).add(parent));
        outcomes.applied(child);
        outcomes.applied(parent);
        Fields.assertSame(child, alice.pull().held(child));
    }

    @Test
    void aChildOfARefusedParentIsRefusedToo() {
        Row parent = Sample.company("emea").with("name", "");
        Row child = Sample.contact(parent);
        Outcomes outcomes = alice.push(changes().add(parent).add(child).add(taken));
        outcomes.rejected(parent, "invalid");
        String reason = outcomes.rejected(child).getString("reason");
        assertTrue(reason.matches("constraint|forbidden|invalid"), reason);
        outcomes.applied(taken);
    }

    @Test
    void aParentAndChildrenSurviveAPoisonedPushTogether() {
        alice.add(taken);
        List<Row> rows = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            Row parent = Sample.company("emea");
            rows.add(Sample.contact(parent));
            rows.add(parent);
        }
        Row poison = Sample.company("emea").with("vatNumber", takenVat);
        Outcomes outcomes = alice.push(changes().addAll(rows).add(poison));
        outcomes.rejected(poison, "constraint");
        rows.forEach(outcomes::applied);
    }

    @ParameterizedTest
    @ValueSource(strings = {"0 f", "f 0"})
    void aUniqueValueMayPassFromOneRecordToAnotherInOnePush(String ids) {
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
    void aResolutionWithoutAChangeIsNotLostWhenThePushIsTakenApart() {
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
    void aUniqueValueOfADeletedRecordIsFreeInTheSamePush() {
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
    void aChainOfUniqueValuesMovesInAnyOrder(String group) {
        List<Row> rows = rows(12);
        List<Row> richer = new ArrayList<>();
        for (int i = 0; i < rows.size(); i++) {
            richer.add(rows.get(i).with("vatNumber", i < 11 ? vatOf(rows.get(i + 1)) : Sample.vat()));
        }
        assertAllMove(rows, richer, group.equals("group") ? "chain" : null);
    }

    /** Both want what the other has. */
    @ParameterizedTest
    @ValueSource(strings = {"alone", "group"})
    void twoRecordsSwapAUniqueValue(String group) {
        List<Row> rows = rows(2);
        List<Row> swapped = List.of(
                rows.get(0).with("vatNumber", vatOf(rows.get(1))), rows.get(1).with("vatNumber", vatOf(rows.get(0))));
        assertAllMove(rows, swapped, group.equals("group") ? "swap" : null);
    }

    /** The first of the chain is not valid, so nobody gets what it keeps. */
    @Test
    void aChainBehindARecordThatKeepsItsValueIsRejectedAndTheRestIsNot() {
        List<Row> rows = rows(3);
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
    void whatWaitsForAValueIsAppliedWithWhatRefersToIt() {
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
    void aPushWithValuesThatMoveIsAppliedOnce() {
        List<Row> rows = rows(2);
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

    private static List<Row> rows(int many) {
        return new ArrayList<>(
                Stream.generate(() -> Sample.company("emea")).limit(many).toList());
    }
}
