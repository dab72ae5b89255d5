package org.tidemark.rest.events;

import jakarta.servlet.AsyncContext;
import jakarta.servlet.AsyncEvent;
import jakarta.servlet.AsyncListener;
import jakarta.servlet.ServletOutputStream;
import jakarta.servlet.WriteListener;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Consumer;

/**
 * One open stream. It is written to only when the server says that it takes more, so it blocks no thread and queues
 * nothing but {@link PendingEvents}. It ends with the sign-in and with the rights that it began with, and after some
 * minutes in any case; the client opens another. Threadsafe.
 *
 * <p>See docs/protocol.md, P150 to P160.
 */
final class EventStream implements WriteListener, AsyncListener {

    /** How often a stream says that it lives. */
    static final Duration BEAT = Duration.ofSeconds(15);

    private static final Duration LONGEST_LIFE = Duration.ofMinutes(10);

    /** Streams that began together, after a restart, do not end together. */
    private static final Duration SHORTEST_LIFE = Duration.ofMinutes(8);

    /**
     * In all, or since it is known that the client reads. So much of what is not read lies with the operating system
     * and not in the heap: some servers say that they take more until megabytes wait. Who reads opens another stream at
     * once.
     */
    private static final int MOST_BYTES = 32 * 1024;

    /** Bytes. What is larger, the client fetches. */
    private static final int LARGEST_PAGE = 16 * 1024;

    /** An event fits in. Some servers keep a whole buffer for each write that waits. */
    private static final int BUFFER_BYTES = 512;

    /** So long a client may take to make room for one more event. */
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final Follower follower;
    private final AsyncContext context;
    private final ServletOutputStream out;
    private final Consumer<EventStream> afterEnd;
    private final PendingEvents pending = new PendingEvents();
    private final Whereabouts whereabouts = new Whereabouts();
    private final InstantSource clock;
    private final Instant ends;

    private int told;
    private boolean isUnflushed;
    private boolean endsWhenTold;
    private boolean hasEnded;
    /** Since when the client takes nothing; null while it does. */
    private Instant stuckSince;

    /** @param afterEnd told once, whoever ended it; gives the request back */
    EventStream(Follower follower, AsyncContext context, InstantSource clock, Consumer<EventStream> afterEnd)
            throws IOException {
        this.follower = follower;
        this.clock = clock;
        this.ends = clock.instant()
                .plusMillis(ThreadLocalRandom.current().nextLong(SHORTEST_LIFE.toMillis(), LONGEST_LIFE.toMillis()));
        this.context = context;
        this.afterEnd = afterEnd;
        var response = (HttpServletResponse) context.getResponse();
        response.setBufferSize(BUFFER_BYTES);
        response.setStatus(HttpServletResponse.SC_OK);
        response.setContentType(MediaType.SERVER_SENT_EVENTS);
        // A proxy is to pass on each event as it comes, and not to compress what it cannot end.
        response.setHeader(HttpHeaders.CACHE_CONTROL, "no-cache, no-store, no-transform");
        response.setHeader("X-Accel-Buffering", "no");
        this.out = response.getOutputStream();
        // Open Liberty keeps what is flushed first from a listener until the next event, unless the headers have gone.
        response.flushBuffer();
    }

    Follower follower() {
        return follower;
    }

    /** Of its replica. */
    Whereabouts whereabouts() {
        return whereabouts;
    }

    /** Begins to write: the first event says at once that the stream comes through. */
    synchronized void begin(long spread) {
        context.setTimeout(0);
        context.addListener(this);
        pending.alive(BEAT.toMillis(), spread);
        out.setWriteListener(this);
    }

    void changed(String scope, long version, long spread) {
        if (mayHear(scope)) {
            send(() -> pending.changed(scope, version, spread));
        } else {
            end();
        }
    }

    /**
     * Sends a page, unless the one before waits for a client that does not take it.
     *
     * @return false if a hint has to do
     */
    synchronized boolean page(String page) {
        boolean isRight = !hasEnded && !endsWhenTold && !pending.hasPage() && follower.isSignedIn();
        if (!isRight || page.getBytes(StandardCharsets.UTF_8).length > LARGEST_PAGE) {
            return false;
        }
        send(() -> pending.page(page));
        return true;
    }

    /** The client has shown that it reads what it is sent. */
    synchronized void isRead() {
        told = 0;
    }

    /** A policy that fails now has said nothing; the client comes again and asks. */
    private boolean mayHear(String scope) {
        try {
            return follower.mayHear(scope);
        } catch (RuntimeException failed) {
            return false;
        }
    }

    /** @param replica of the user whose stream this is */
    void revoked(UUID replica) {
        if (follower.replica() == null) {
            // It may be this one: who asks will be told.
            send(pending::anything);
        } else {
            endFor(replica);
        }
    }

    /** Ends it with a word if it follows for this replica. */
    void endFor(UUID replica) {
        if (replica.equals(follower.replica())) {
            send(() -> {
                pending.revoked();
                endsWhenTold = true;
            });
        }
    }

    /** Says that it lives, or ends it if it has no business to. */
    synchronized void beat(long spread) {
        Instant now = clock.instant();
        boolean isStuck = stuckSince != null && stuckSince.plus(PATIENCE).isBefore(now);
        if (isStuck || !follower.isSignedIn()) {
            end();
        } else if (now.isAfter(ends)) {
            send(this::sayGoodbye);
        } else {
            send(() -> pending.alive(BEAT.toMillis(), spread));
        }
    }

    private void sayGoodbye() {
        if (!endsWhenTold) {
            pending.again();
            endsWhenTold = true;
        }
    }

    private synchronized void send(Runnable note) {
        if (hasEnded) {
            return;
        }
        note.run();
        try {
            drain();
        } catch (IOException | IllegalStateException lost) {
            end();
        }
    }

    /** Writes as long as the client takes it. Where it does not, the server calls {@link #onWritePossible} later. */
    private void drain() throws IOException {
        while (!hasEnded && out.isReady()) {
            stuckSince = null;
            String next = pending.next();
            if (next != null) {
                byte[] bytes = next.getBytes(StandardCharsets.UTF_8);
                out.write(bytes);
                isUnflushed = true;
                told += bytes.length;
                if (told > MOST_BYTES) {
                    sayGoodbye();
                }
            } else if (isUnflushed) {
                isUnflushed = false;
                out.flush();
            } else if (endsWhenTold) {
                end();
            } else {
                return;
            }
        }
        if (stuckSince == null) {
            stuckSince = clock.instant();
        }
    }

    synchronized void end() {
        if (hasEnded) {
            return;
        }
        hasEnded = true;
        follower.letGo();
        afterEnd.accept(this);
    }

    @Override
    public synchronized void onWritePossible() throws IOException {
        send(() -> {});
    }

    @Override
    public void onError(Throwable lost) {
        end();
    }

    @Override
    public void onError(AsyncEvent lost) {
        end();
    }

    @Override
    public void onTimeout(AsyncEvent event) {
        end();
    }

    @Override
    public void onComplete(AsyncEvent event) {
        end();
    }

    @Override
    public void onStartAsync(AsyncEvent event) {
        // it has been started
    }
}
