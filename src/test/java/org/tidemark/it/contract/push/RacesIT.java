package org.tidemark.it.contract.push;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.tidemark.it.contract.Changes.changes;

import jakarta.json.JsonObject;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.tidemark.it.Answer;
import org.tidemark.it.contract.Body;
import org.tidemark.it.contract.Changes;
import org.tidemark.it.contract.ContractTest;
import org.tidemark.it.contract.Database;
import org.tidemark.it.contract.Fields;
import org.tidemark.it.contract.Outcomes;
import org.tidemark.it.contract.Replica;
import org.tidemark.it.contract.Row;
import org.tidemark.it.contract.Sample;
import org.tidemark.it.contract.Together;
import org.tidemark.it.contract.User;

/**
 * Many at once on the same records. Each test repeats its race, because one run of a race proves little.
 *
 * <p>See docs/protocol.md, P22, P43 and P60.
 */
@ContractTest
class RacesIT {

    private static final int ROUNDS = 20;

    @Test
    void theSamePushSentTwiceAtOnceIsAppliedOnce() {
        Replica alice = Replica.abreast(User.ALICE);
        for (int round = 1; round <= ROUNDS; round++) {
            Row company = Sample.company("emea");
            JsonObject message = alice.message(changes().add(company).push(round));
            Callable<Outcomes> send = () -> outcomes(alice.send(message));
            List<Outcomes> both = Together.run(List.of(send, send));
            assertEquals(1, both.stream().filter(Outcomes::repeated).count(), both::toString);
            assertEquals(both.get(0).applied(company), both.get(1).applied(company));
        }
    }

    @Test
    void twoWhoAddTheSameRecordAtOnceBothHaveIt() throws Exception {
        Replica alice = Replica.abreast(User.ALICE);
        Replica bob = Replica.abreast(User.BOB);
        for (int round = 0; round < ROUNDS; round++) {
            Row company = Sample.company("emea");
            List<Outcomes> both = Together.run(List.of(
                    () -> alice.push(changes().add(company)),
                    () -> bob.push(changes().add(company))));
            assertEquals(both.get(0).applied(company), both.get(1).applied(company));
            assertEquals(1, Database.count(company));
        }
    }

    @Test
    void ofTwoWhoAddDifferentRecordsUnderOneIdOneHasAConflict() {
        Replica alice = Replica.abreast(User.ALICE);
        Replica bob = Replica.abreast(User.BOB);
        for (int round = 0; round < ROUNDS; round++) {
            Row hers = Sample.company("emea");
            Row his = hers.with("phone", "+47 2").with("vatNumber", Sample.vat());
            List<Outcomes> both = Together.run(List.of(
                    () -> alice.push(changes().add(hers)),
                    () -> bob.push(changes().add(his))));
            assertEquals(
                    List.of("applied", "conflicts"),
                    both.stream().map(one -> one.placeOf(hers)).sorted().toList());
            Row kept = both.get(0).placeOf(hers).equals("applied") ? hers : his;
            Fields.assertSame(kept, alice.pull().held(hers));
        }
    }

    @Test
    void ofTwoWhoTakeTheSameUniqueValueOneIsRejected() {
        Replica alice = Replica.abreast(User.ALICE);
        Replica bob = Replica.abreast(User.BOB);
        for (int round = 0; round < ROUNDS; round++) {
            Row hers = Sample.company("emea");
            Row his = Sample.company("emea").with("vatNumber", hers.fields().getString("vatNumber"));
            List<Outcomes> both = Together.run(List.of(
                    () -> alice.push(changes().add(hers)),
                    () -> bob.push(changes().add(his))));
            if (both.get(0).placeOf(hers).equals("applied")) {
                both.get(1).rejected(his, "constraint");
            } else {
                both.get(0).rejected(hers, "constraint");
                both.get(1).applied(his);
            }
        }
    }

    @Test
    void pushesThatNameTheSameRecordsInOppositeOrderDoNotLockEachOtherOut() {
        Replica alice = Replica.abreast(User.ALICE);
        Replica bob = Replica.abreast(User.BOB);
        List<Row> companies =
                Stream.generate(() -> Sample.company("emea")).limit(8).toList();
        List<Row> contacts = companies.stream().map(Sample::contact).toList();
        Outcomes added = alice.push(changes().addAll(companies).addAll(contacts));
        long[] versions = Stream.concat(companies.stream(), contacts.stream())
                .mapToLong(added::applied)
                .toArray();
        for (int round = 0; round < ROUNDS; round++) {
            int n = round;
            Changes there = changes();
            Changes back = changes();
            for (int i = 0; i < companies.size(); i++) {
                Row company = companies.get(i);
                Row contact = contacts.get(i);
                there.modify(company, versions[i], company.with("employees", n));
                there.modify(contact, versions[i + 8], contact.with("role", "a" + n));
                int j = companies.size() - 1 - i;
                back.modify(contacts.get(j), versions[j + 8], contacts.get(j).with("role", "b" + n));
                back.modify(companies.get(j), versions[j], companies.get(j).with("employees", 1000 + n));
            }
            Together.run(List.of(() -> alice.push(there), () -> bob.push(back)));
            alice.pull();
            for (int i = 0; i < companies.size(); i++) {
                versions[i] = alice.held(companies.get(i)).version();
                versions[i + 8] = alice.held(contacts.get(i)).version();
            }
        }
    }

    /** Either the delete is refused because somebody works there, or the newcomer, because the company is gone. */
    @Test
    void noContactIsLeftWithoutItsCompany() throws Exception {
        Replica alice = Replica.abreast(User.ALICE);
        Replica bob = Replica.abreast(User.BOB);
        for (int round = 0; round < ROUNDS; round++) {
            Row company = Sample.company("emea");
            long version = alice.add(company);
            Row contact = Sample.contact(company);
            List<Outcomes> both = Together.run(List.of(
                    () -> alice.push(changes().delete(company, version)),
                    () -> bob.push(changes().add(contact))));
            String ends = both.get(0).placeOf(company) + " " + both.get(1).placeOf(contact);
            assertTrue(ends.matches("applied rejected|rejected applied"), ends);
            assertEquals(Database.count(contact), Database.count(company));
        }
    }

    @Test
    void aFirstSyncSentTwiceAtOnceMakesOneReplica() {
        for (int round = 0; round < ROUNDS; round++) {
            Replica alice = Replica.of(User.ALICE);
            Callable<Answer> first = () ->
                    alice.send(Body.object("replica", alice.id(), "pull", Body.object("cursor", null, "page", 1)));
            Together.run(List.of(first, first, first)).forEach(Answer::ok);
        }
    }

    @Test
    void versionsRiseByCommitWhoeverWrites() {
        List<Callable<List<long[]>>> writers = IntStream.range(0, 4)
                .<Callable<List<long[]>>>mapToObj(n -> () -> {
                    Replica replica = Replica.abreast(n % 2 == 0 ? User.ALICE : User.BOB);
                    List<long[]> spans = new ArrayList<>();
                    for (int i = 0; i < ROUNDS; i++) {
                        List<Row> rows = Stream.generate(() -> Sample.company("emea"))
                                .limit(3)
                                .toList();
                        Outcomes outcomes = replica.push(changes().addAll(rows));
                        spans.add(rows.stream()
                                .mapToLong(outcomes::applied)
                                .sorted()
                                .toArray());
                    }
                    return spans;
                })
                .toList();
        List<List<long[]>> all = Together.run(writers);
        for (List<long[]> ofOne : all) {
            for (int i = 1; i < ofOne.size(); i++) {
                assertTrue(ofOne.get(i)[0] > ofOne.get(i - 1)[2], "later pushes of one replica have higher numbers");
            }
        }
        List<long[]> sorted = all.stream()
                .flatMap(List::stream)
                .sorted((a, b) -> Long.compare(a[0], b[0]))
                .toList();
        for (int i = 1; i < sorted.size(); i++) {
            assertTrue(sorted.get(i)[0] > sorted.get(i - 1)[2], "the numbers of two commits do not interleave");
        }
    }

    private static Outcomes outcomes(Answer answer) {
        return new Outcomes(answer.ok().json().getJsonObject("push"));
    }
}
