package org.tidemark.rest.events;

import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;

/** Works on a few threads at a time; so many more tasks may wait. Threadsafe. */
final class FewThreads implements Executor {

    private final Executor threads;
    private final int most;
    private final int room;
    private final Queue<Runnable> waiting = new ArrayDeque<>();
    private int busy;

    FewThreads(Executor threads, int most, int room) {
        this.threads = threads;
        this.most = most;
        this.room = room;
    }

    /** Refuses what would have to wait for too many others. */
    @Override
    public void execute(Runnable task) {
        if (hasThread(task)) {
            start(task);
        }
    }

    private void start(Runnable task) {
        try {
            threads.execute(() -> workFrom(task));
        } catch (RuntimeException e) {
            leave();
            throw e;
        }
    }

    /** Else it waits. */
    private synchronized boolean hasThread(Runnable task) {
        if (busy < most) {
            busy += 1;
            return true;
        }
        if (waiting.size() >= room) {
            throw new RejectedExecutionException();
        }
        waiting.add(task);
        return false;
    }

    /** One that fails with an error ends its thread, and no other task. */
    private void workFrom(Runnable first) {
        Runnable task = first;
        try {
            while (task != null) {
                task.run();
                task = next();
            }
        } finally {
            if (task != null) {
                goOn();
            }
        }
    }

    private void goOn() {
        Runnable next = next();
        if (next != null) {
            start(next);
        }
    }

    private synchronized Runnable next() {
        if (waiting.isEmpty()) {
            busy -= 1;
        }
        return waiting.poll();
    }

    private synchronized void leave() {
        busy -= 1;
    }
}
