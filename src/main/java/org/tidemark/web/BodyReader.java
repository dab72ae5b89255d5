package org.tidemark.web;

import jakarta.servlet.AsyncContext;
import jakarta.servlet.AsyncEvent;
import jakarta.servlet.AsyncListener;
import jakarta.servlet.ReadListener;
import jakarta.servlet.ServletInputStream;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import org.tidemark.protocol.Refusal;

/**
 * Takes what arrives of one body, as it arrives. It ends once: complete, too large, too slow, pushed out by others, or lost. What comes
 * second finds that, on whichever thread.
 */
final class BodyReader implements ReadListener, AsyncListener {

    /** Every body has so much time; a large one has more, as slow as a bad connection of a telephone is. */
    private static final long MILLIS = 20_000;

    private static final long ALONE_MILLIS = 10;
    private static final long BYTES_A_SECOND = 8_192;

    private final AsyncContext context;
    private final ServletInputStream in;
    private final int limit;
    private final OpenBodies open;
    private final Workload.Share share;
    private final Consumer<byte[]> complete;
    /** What has arrived; given away when it is complete, and thrown away when it is not wanted: the reader may stay for long. */
    private volatile ByteArrayOutputStream body = new ByteArrayOutputStream(256);
    /** When the call with which the request began has left the filter; 0 until then. */
    private volatile long left;

    private final AtomicBoolean ended = new AtomicBoolean();
    private final byte[] buffer = new byte[2048];

    /** @param share closed with the request; asked for room before the body goes on */
    BodyReader(
            AsyncContext context,
            ServletInputStream in,
            int limit,
            OpenBodies open,
            Workload.Share share,
            Consumer<byte[]> complete) {
        this.context = context;
        this.in = in;
        this.limit = limit;
        this.open = open;
        this.share = share;
        this.complete = complete;
    }

    /** @param length as announced, or -1 */
    void start(String user, long length) {
        // A container's own time limit is nothing to rely on: one of them fails in its own code at the end of it.
        context.setTimeout(0);
        context.addListener(this);
        in.setReadListener(this);
        // Not before: one server cannot begin to read what was ended.
        open.add(user, this, MILLIS + Math.max(length, 0) * 1000 / BYTES_A_SECOND);
        if (ended.get()) {
            open.remove(this);
        }
        left = System.nanoTime();
    }

    @Override
    public void onDataAvailable() throws IOException {
        while (in.isReady()) {
            int n = in.read(buffer);
            if (n < 0) {
                return;
            }
            var arrived = body;
            if (ended.get() || arrived == null) {
                continue;
            }
            arrived.write(buffer, 0, n);
            if (arrived.size() > limit) {
                refuse(BodyFilter.tooLarge(limit));
            } else {
                open.grew(this, n);
            }
        }
    }

    @Override
    public void onAllDataRead() {
        var arrived = body;
        if (arrived == null || ended.get()) {
            whenAlone(this::complete);
            return;
        }
        long weight = Workload.weight(arrived.size());
        boolean hasRoom = share.grows(weight);
        boolean isFirst = end();
        body = null;
        if (isFirst && !hasRoom) {
            tell(share.refusal(weight));
        }
        byte[] whole = arrived.toByteArray();
        whenAlone(isFirst && hasRoom ? () -> complete.accept(whole) : this::complete);
    }

    /**
     * Does this when nobody else is in the request: one server confuses the end of a request with the end of the call that it began with, if they
     * come at the same time. From the call's return at the filter there are some microseconds to its end.
     */
    private void whenAlone(Runnable work) {
        open.later(ALONE_MILLIS, () -> {
            if (left == 0 || System.nanoTime() - left < TimeUnit.MILLISECONDS.toNanos(ALONE_MILLIS)) {
                whenAlone(work);
            } else {
                work.run();
            }
        });
    }

    /** The caller is gone, or sent what HTTP does not allow. */
    @Override
    public void onError(Throwable lost) {
        if (end()) {
            tell(Refusal.malformed("", "The body was cut off."));
        }
        whenAlone(this::complete);
    }

    /** Frees what the container holds of the request. */
    void complete() {
        open.remove(this);
        try {
            context.complete();
        } catch (IllegalStateException completeAlready) {
            // as wished
        }
    }

    void tooSlow() {
        refuse(Refusal.tooSlow());
    }

    private void refuse(Refusal refusal) {
        if (end()) {
            tell(refusal);
            // Not completed: one server would wait on a thread of its own for the rest. Whoever has the answer closes
            // the connection, and
            // a container closes what is silent; until then the rest is read and thrown away.
            body = null;
            open.lingers(this);
        }
    }

    private void tell(Refusal refusal) {
        var request = (HttpServletRequest) context.getRequest();
        var response = (HttpServletResponse) context.getResponse();
        try {
            Problems.answer(request, response, refusal);
            response.getOutputStream().close();
        } catch (IOException | RuntimeException gone) {
            // Nobody is there to be told.
        }
    }

    private boolean end() {
        boolean isFirst = ended.compareAndSet(false, true);
        if (isFirst) {
            open.remove(this);
        }
        return isFirst;
    }

    @Override
    public void onTimeout(AsyncEvent event) {
        tooSlow();
    }

    @Override
    public void onComplete(AsyncEvent event) {
        end();
        share.close();
    }

    @Override
    public void onError(AsyncEvent event) {
        onError(event.getThrowable());
    }

    @Override
    public void onStartAsync(AsyncEvent event) {
        // Whoever answers may start another one; that is not ours.
    }
}
