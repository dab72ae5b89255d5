package org.tidemark.it.contract.pull;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.tidemark.it.contract.Changes.changes;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.tidemark.it.contract.ContractTest;
import org.tidemark.it.contract.Outcomes;
import org.tidemark.it.contract.Replica;
import org.tidemark.it.contract.Replica.Held;
import org.tidemark.it.contract.Row;
import org.tidemark.it.contract.Sample;
import org.tidemark.it.contract.Together;
import org.tidemark.it.contract.User;

/**
 * What a pass brings is one state that the server had at one moment, across collections and scopes, while others write
 * without a pause. And a pass ends.
 *
 * <p>Each push of the writers changes two records that belong together: at no moment does the server have only one of
 * the changes.
 */
@ContractTest
class WholeStatesIT {

    private static final int WRITERS = 3;
    private static final int PASSES = 20;
    private static final int MOST_PASSES = 500;

    /** How often the writers have written all that they have, together, before a test ends. */
    private static final int WRITES = 45;

    private static final int MOST_PAIRS = 10;

    /** Two records that were added by one push, and what holds of them in every state. */
    private record Pair(Row one, Row other, Consumer<List<Held>> invariant) {}

    private final Queue<Pair> pairs = new ConcurrentLinkedQueue<>();
    private final AtomicInteger written = new AtomicInteger();
    private final AtomicBoolean isOver = new AtomicBoolean();

    @ParameterizedTest(name = "pages of {0}")
    @ValueSource(ints = {3, Replica.PAGE})
    void every_pass_ends_in_one_state_while_others_write(int page) {
        Replica reader = Replica.abreast(User.CAROL);
        try (Together writing = new Together()) {
            List<Future<Void>> writers = IntStream.range(0, WRITERS)
                    .mapToObj(any -> writing.start(() -> new Writer().write()))
                    .toList();
            try {
                Set<Pair> seen = new HashSet<>();
                for (int pass = 0; pass < PASSES || written.get() < WRITES; pass++) {
                    reader.pull(page);
                    check(reader, seen);
                    assertTrue(pass < MOST_PASSES, "nobody writes");
                }
                assertFalse(seen.isEmpty(), "nothing was seen");
            } finally {
                isOver.set(true);
            }
            writers.forEach(Together::result);
        }
    }

    private void check(Replica reader, Set<Pair> seen) {
        for (Pair pair : pairs) {
            List<Held> held = new ArrayList<>();
            reader.find(pair.one).ifPresent(held::add);
            reader.find(pair.other).ifPresent(held::add);
            if (held.isEmpty() && !seen.contains(pair)) {
                continue;
            }
            assertEquals(2, held.size(), () -> "half of a transaction: " + held);
            pair.invariant.accept(held);
            seen.add(pair);
        }
    }

    private static void sameMark(List<Held> held) {
        assertEquals(mark(held.get(0)), mark(held.get(1)), () -> "a company and its contact: " + held);
    }

    private static String mark(Held held) {
        return held.row().fields().getString("phone");
    }

    private static void sameSum(List<Held> held) {
        int sum = held.stream()
                .mapToInt(one -> one.row().fields().getInt("employees"))
                .sum();
        assertEquals(100, sum, () -> "in two scopes: " + held);
    }

    private static void sameScope(List<Held> held) {
        String region = held.get(0).row().fields().getString("region");
        held.forEach(one -> assertEquals(region, one.scope(), () -> "a company that moves, and its contact: " + held));
    }

    /** Writes until it is over. */
    private final class Writer {

        private final Replica carol = Replica.of(User.CAROL);
        private int number;

        Void write() {
            Row company = Sample.company("emea");
            Two marked = new Two(company, Sample.contact(company), WholeStatesIT::sameMark);
            Two transfer = new Two(
                    Sample.company("emea").with("employees", 50),
                    Sample.company("apac").with("employees", 50),
                    WholeStatesIT::sameSum);
            Row mover = Sample.company("apac");
            Two moving = new Two(mover, Sample.contact(mover), WholeStatesIT::sameScope);
            while (!isOver.get()) {
                number++;
                marked.modify(marked.one.with("phone", mark()), marked.other.with("phone", mark()));
                int employees = number % 100;
                transfer.modify(
                        transfer.one.with("employees", employees), transfer.other.with("employees", 100 - employees));
                moving.modify(moving.one.with("region", number % 2 == 0 ? "apac" : "amer"));
                if (number <= MOST_PAIRS) {
                    Row added = Sample.company("emea");
                    new Two(added, Sample.contact(added), WholeStatesIT::sameMark);
                }
                written.incrementAndGet();
            }
            return null;
        }

        private String mark() {
            return "+47 " + number;
        }

        /** Two records and their versions. */
        private final class Two {

            private Row one;
            private Row other;
            private long versionOfOne;
            private long versionOfOther;

            Two(Row first, Row second, Consumer<List<Held>> invariant) {
                one = first.with("phone", mark());
                other = second.with("phone", mark());
                pairs.add(new Pair(one, other, invariant));
                Outcomes added = carol.push(changes().add(one).add(other));
                versionOfOne = added.applied(one);
                versionOfOther = added.applied(other);
            }

            void modify(Row first, Row second) {
                Outcomes done =
                        carol.push(changes().modify(one, versionOfOne, first).modify(other, versionOfOther, second));
                one = first;
                other = second;
                versionOfOne = done.applied(one);
                versionOfOther = done.applied(other);
            }

            void modify(Row first) {
                versionOfOne =
                        carol.push(changes().modify(one, versionOfOne, first)).applied(first);
                one = first;
            }
        }
    }
}
