package org.tidemark.bench.load;

import jakarta.json.JsonObjectBuilder;
import java.net.URI;
import java.net.http.HttpResponse;
import java.util.UUID;
import java.util.concurrent.Flow;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;
import org.tidemark.bench.Tidemark;
import org.tidemark.json.Json;

/**
 * Event streams in whose scope nothing happens: browsers that are open on desks. One that the server ends is opened
 * again, as the client does. Threadsafe.
 */
public final class IdleStreams implements AutoCloseable {

    /** Reads the one region in which nobody edits. */
    private static final String USER = "dave";

    private static final String SCOPE = "apac";

    /** So many are on their way at once. */
    private static final int AT_ONCE = 50;

    private static final int PATIENCE_MILLIS = 60_000;

    private final Http http;
    private final int size;
    private final Semaphore opening = new Semaphore(AT_ONCE);
    private final AtomicInteger open = new AtomicInteger();
    private final LongAdder refused = new LongAdder();
    private final LongAdder told = new LongAdder();
    private volatile boolean isClosed;

    public IdleStreams(URI server, int size) throws InterruptedException {
        this.http = Http.signedIn(server, USER);
        this.size = size;
        for (int i = 0; i < size; i++) {
            openOne();
        }
        await("all streams are open", () -> open.get() >= size);
    }

    private void openOne() throws InterruptedException {
        opening.acquire();
        var stream = new Stream();
        http.client()
                .sendAsync(http.stream("/api/events"), HttpResponse.BodyHandlers.fromLineSubscriber(stream))
                .whenComplete((answer, lost) -> {
                    stream.ended();
                    if (answer == null || answer.statusCode() != 200) {
                        refused.increment();
                    }
                    if (!isClosed) {
                        reopen();
                    }
                });
    }

    private void reopen() {
        try {
            openOne();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** How many are open now. */
    public int open() {
        return open.get();
    }

    /** How often one could not be opened. */
    public long refused() {
        return refused.sum();
    }

    /** Adds a company in their scope, and waits until each of them has been told. Returns how many were not. */
    public long missed() throws InterruptedException {
        told.reset();
        JsonObjectBuilder company = Json.createObjectBuilder()
                .add("id", UUID.randomUUID().toString())
                .add(
                        "fields",
                        Json.createObjectBuilder().add("name", "Idle no more").add("region", SCOPE));
        JsonObjectBuilder companies = Json.createObjectBuilder()
                .add("added", Json.createArrayBuilder().add(company));
        JsonObjectBuilder push = Json.createObjectBuilder()
                .add("number", 1)
                .add("changes", Json.createObjectBuilder().add("companies", companies));
        String answer = http.post(
                "/api/sync",
                Json.createObjectBuilder()
                        .add("replica", UUID.randomUUID().toString())
                        .add("push", push)
                        .build()
                        .toString());
        if (Tidemark.read(answer).getJsonObject("push").getJsonArray("applied").isEmpty()) {
            throw new IllegalStateException("refused: " + answer);
        }
        try {
            await("all are told", () -> told.sum() >= size);
        } catch (IllegalStateException late) {
            return size - told.sum();
        }
        return 0;
    }

    private interface Condition {
        boolean holds();
    }

    private static void await(String what, Condition condition) throws InterruptedException {
        for (int waited = 0; !condition.holds(); waited += 10) {
            if (waited > PATIENCE_MILLIS) {
                throw new IllegalStateException("not so after a minute: " + what);
            }
            Thread.sleep(10);
        }
    }

    @Override
    public void close() {
        isClosed = true;
    }

    private final class Stream implements Flow.Subscriber<String> {

        private boolean isUnderWay = true;
        private boolean isOpen;

        @Override
        public void onSubscribe(Flow.Subscription subscription) {
            subscription.request(Long.MAX_VALUE);
        }

        @Override
        public synchronized void onNext(String line) {
            if (!isOpen && line.startsWith("event:")) {
                isOpen = true;
                open.incrementAndGet();
                landed();
            }
            if (line.startsWith("data:") && line.contains('"' + SCOPE + '"')) {
                told.increment();
            }
        }

        private void landed() {
            if (isUnderWay) {
                isUnderWay = false;
                opening.release();
            }
        }

        synchronized void ended() {
            if (isOpen) {
                open.decrementAndGet();
            }
            landed();
        }

        @Override
        public void onError(Throwable lost) {
            // told below, when the answer is
        }

        @Override
        public void onComplete() {
            // as above
        }
    }
}
