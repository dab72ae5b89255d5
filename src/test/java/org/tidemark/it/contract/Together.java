package org.tidemark.it.contract;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

/** Things done at the same time. The first failure of any of them is the failure of all. */
public final class Together implements AutoCloseable {

    private final ExecutorService threads = Executors.newCachedThreadPool();

    /** Runs all of them from one starting shot and gives their results in the same order. */
    public static <T> List<T> run(List<Callable<T>> tasks) {
        CyclicBarrier shot = new CyclicBarrier(tasks.size());
        try (Together together = new Together()) {
            List<Future<T>> running = new ArrayList<>();
            for (Callable<T> task : tasks) {
                running.add(together.start(() -> {
                    shot.await(10, TimeUnit.SECONDS);
                    return task.call();
                }));
            }
            return running.stream().map(Together::result).toList();
        }
    }

    public <T> Future<T> start(Callable<T> task) {
        return threads.submit(task);
    }

    public static <T> T result(Future<T> future) {
        try {
            return future.get(2, TimeUnit.MINUTES);
        } catch (ExecutionException e) {
            if (e.getCause() instanceof Error error) {
                throw error;
            }
            throw new AssertionError(e.getCause());
        } catch (Exception e) {
            throw new AssertionError("it did not end", e);
        }
    }

    @Override
    public void close() {
        threads.shutdownNow();
    }
}
