package org.tidemark.rest.events;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.RejectedExecutionException;
import org.junit.jupiter.api.Test;

class FewThreadsTest {

    private final Queue<Runnable> threads = new ArrayDeque<>();
    private final List<Integer> done = new ArrayList<>();

    @Test
    void takes_so_many_threads_and_lets_so_many_tasks_wait() {
        var few = new FewThreads(threads::add, 2, 3);
        for (int i = 1; i <= 5; i++) {
            int task = i;
            few.execute(() -> done.add(task));
        }
        assertEquals(2, threads.size());
        assertThrows(RejectedExecutionException.class, () -> few.execute(() -> done.add(6)));

        threads.remove().run();
        assertEquals(List.of(1, 3, 4, 5), done, "one thread does what waits");
        threads.remove().run();
        few.execute(() -> done.add(7));
        threads.remove().run();
        assertEquals(List.of(1, 3, 4, 5, 2, 7), done);
    }

    @Test
    void goes_on_after_a_task_has_failed() {
        var few = new FewThreads(threads::add, 1, 3);
        few.execute(() -> {
            throw new StackOverflowError();
        });
        few.execute(() -> done.add(1));
        assertThrows(StackOverflowError.class, () -> threads.remove().run());
        threads.remove().run();
        few.execute(() -> done.add(2));
        threads.remove().run();
        assertEquals(List.of(1, 2), done);
    }

    @Test
    void goes_on_after_the_threads_were_refused() {
        var none = new FewThreads(
                task -> {
                    throw new RejectedExecutionException();
                },
                1,
                1);
        for (int i = 0; i < 3; i++) {
            assertThrows(RejectedExecutionException.class, () -> none.execute(() -> {}), "none waits for a thread");
        }
    }
}
