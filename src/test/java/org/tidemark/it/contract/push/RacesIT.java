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
    void the_same_push_sent_twice_at_once_is_applied_once() {
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
    void two_who_add_the_same_record_at_once_both_have_it() throws Exception {
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
    void of_two_who_add_different_records_under_one_id_one_has_a_conflict() {
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
    void of_two_who_take_the_same_unique_value_one_is_rejected() {
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
    void pushes_that_name_the_same_records_in_opposite_order_do_not_lock_each_other_out() {
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
    void no_contact_is_left_without_its_company() throws Exception {
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
    void a_first_sync_sent_twice_at_once_makes_one_replica() {
        for (int round = 0; round < ROUNDS; round++) {
            Replica alice = Replica.of(User.ALICE);
            Callable<Answer> first = () ->
                    alice.send(Body.object("replica", alice.id(), "pull", Body.object("cursor", null, "page", 1)));
            Together.run(List.of(first, first, first)).forEach(Answer::ok);
        }
    }

    @Test
    void versions_rise_by_commit_whoever_writes() {
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
