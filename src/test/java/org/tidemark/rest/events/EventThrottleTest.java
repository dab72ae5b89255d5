package org.tidemark.rest.events;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.fail;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import org.junit.jupiter.api.Test;

class EventThrottleTest {

    private final Queue<Runnable> later = new ArrayDeque<>();
    private final List<String> told = new ArrayList<>();
    private final EventThrottle gathering =
            new EventThrottle((work, millis) -> later.add(work), (scope, version) -> told.add(scope + " " + version));

    @Test
    void the_first_change_is_told_at_once() {
        gathering.add("emea", 7, () -> 100);

        assertEquals(List.of("emea 7"), told);
    }

    @Test
    void those_that_follow_are_told_once_when_the_while_is_over() {
        gathering.add("emea", 7, () -> 100);
        gathering.add("emea", 9, () -> 100);
        gathering.add("emea", 8, () -> 100);

        assertEquals(List.of("emea 7"), told);
        passAWhile();
        assertEquals(List.of("emea 7", "emea 9"), told);
    }

    @Test
    void nobody_counts_the_followers_of_a_scope_that_waits() {
        gathering.add("emea", 7, () -> 100);
        gathering.add("emea", 8, () -> fail("counted"));

        passAWhile();
        assertEquals(List.of("emea 7", "emea 8"), told);
    }

    @Test
    void what_is_told_at_the_end_of_a_while_begins_another_one() {
        gathering.add("emea", 7, () -> 100);
        gathering.add("emea", 8, () -> 100);
        passAWhile();
        gathering.add("emea", 9, () -> 100);

        assertEquals(List.of("emea 7", "emea 8"), told);
        passAWhile();
        assertEquals(List.of("emea 7", "emea 8", "emea 9"), told);
    }

    @Test
    void after_a_while_without_a_change_the_next_one_is_told_at_once() {
        gathering.add("emea", 7, () -> 100);
        passAWhile();
        gathering.add("emea", 8, () -> 100);

        assertEquals(List.of("emea 7", "emea 8"), told);
    }

    @Test
    void nothing_goes_on_where_nothing_changes() {
        gathering.add("emea", 7, () -> 100);
        gathering.add("emea", 8, () -> 100);
        passAWhile();
        passAWhile();

        assertEquals(0, later.size());
    }

    @Test
    void one_scope_does_not_wait_for_another() {
        gathering.add("emea", 7, () -> 100);
        gathering.add("apac", 3, () -> 100);

        assertEquals(List.of("emea 7", "apac 3"), told);
    }

    @Test
    void a_few_followers_never_wait() {
        gathering.add("emea", 7, () -> 0);
        gathering.add("emea", 8, () -> 0);

        assertEquals(List.of("emea 7", "emea 8"), told);
        assertEquals(0, later.size());
    }

    @Test
    void a_telling_that_fails_is_not_the_last_one() {
        var failing = new EventThrottle((work, millis) -> later.add(work), (scope, version) -> {
            told.add(scope + " " + version);
            throw new IllegalStateException("no thread is free");
        });
        assertThrows(IllegalStateException.class, () -> failing.add("emea", 7, () -> 100));
        failing.add("emea", 8, () -> 100);
        assertThrows(IllegalStateException.class, this::passAWhile);

        assertEquals(List.of("emea 7", "emea 8"), told);
    }

    private void passAWhile() {
        Runnable next = later.remove();
        next.run();
    }
}
