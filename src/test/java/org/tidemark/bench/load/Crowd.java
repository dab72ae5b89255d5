package org.tidemark.bench.load;

import java.net.URI;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.tidemark.bench.report.Progress;

/** Many replicas at work. Each wakes, does something, and sleeps for a while of its own. */
public final class Crowd {

    private static final double EDITS = 0.2;
    /** Far more than ever wait for an answer at once. */
    private static final int THREADS = 100;

    private static final int PATIENCE_MINUTES = 10;

    private final List<CrowdReplica> replicas = new ArrayList<>();
    private final int sleepMillis;
    private final Ledger ledger;

    /** @param sleep of each replica, on average; a fifth of the wakings bring an edit */
    public Crowd(URI server, int size, Duration sleep, Ledger ledger) {
        this.sleepMillis = Math.toIntExact(sleep.toMillis());
        this.ledger = ledger;
        var zipf = new Zipf(ledger.companies());
        for (String user : List.of("alice", "bob")) {
            Http http = Http.signedIn(server, user);
            // All begin where one has read everything: to let each of them read it is row 2.
            String cursor = CrowdReplica.readAll(http);
            for (int i = 0; i < size / 2; i++) {
                var replica = new CrowdReplica(http, ledger, zipf, cursor);
                replicas.add(replica);
                follow(http, replica);
            }
        }
    }

    /** An open stream for each, as a client that is live has it. */
    private void follow(Http http, CrowdReplica replica) {
        http.client()
                .sendAsync(
                        http.stream("/api/events?replica=" + replica.id()),
                        HttpResponse.BodyHandlers.fromLineSubscriber(new Hints(ledger)))
                .exceptionally(lost -> null);
    }

    /** Wakes them all for so long, and waits until nothing is under way any more. */
    public void run(Duration lasts, Progress progress) throws InterruptedException {
        // Threads of this run alone: a replica that still slept at the end of an earlier one would wake in two rhythms.
        var threads = new ScheduledThreadPoolExecutor(THREADS, new ThreadPoolExecutor.DiscardPolicy());
        threads.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
        for (CrowdReplica replica : replicas) {
            sleep(threads, replica, ThreadLocalRandom.current().nextInt(sleepMillis));
        }
        long end = System.nanoTime() + lasts.toNanos();
        while (System.nanoTime() < end) {
            Thread.sleep(Math.min(30_000, TimeUnit.NANOSECONDS.toMillis(end - System.nanoTime()) + 1));
            progress.say(
                    "%,d syncs, p95 %.0f ms, %d errors",
                    ledger.syncs().size(),
                    ledger.syncs().at(0.95),
                    ledger.errors().size());
        }
        threads.shutdown();
        if (!threads.awaitTermination(PATIENCE_MINUTES, TimeUnit.MINUTES)) {
            throw new IllegalStateException("replicas still wait for an answer");
        }
    }

    private void sleep(ScheduledExecutorService threads, CrowdReplica replica, int millis) {
        long due = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(millis);
        threads.schedule(() -> wake(threads, replica, due), millis, TimeUnit.MILLISECONDS);
    }

    private void wake(ScheduledExecutorService threads, CrowdReplica replica, long due) {
        try {
            replica.wake(due, ThreadLocalRandom.current().nextDouble() < EDITS);
        } catch (RuntimeException e) {
            ledger.error(e);
        }
        sleep(threads, replica, sleepMillis / 2 + ThreadLocalRandom.current().nextInt(sleepMillis));
    }
}
