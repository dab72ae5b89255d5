package org.tidemark.web;

import jakarta.servlet.ServletContext;
import jakarta.servlet.ServletRequest;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.tidemark.memory.Allowance;
import org.tidemark.protocol.Refusal;

/**
 * What the requests that are being answered hold of the memory. A quarter of the heap is for all of them, half of that
 * for the requests of one user; a request that finds no room is refused, and comes again. A single one is let in
 * however large it is, since its size has a limit of its own. Threadsafe.
 */
public final class Workload {

    private static final String NAME = Workload.class.getName();
    private static final int PART = 4;
    private static final int PART_OF_ONE = 2;

    private final long ofAll;
    private final long ofOne;
    private final Map<String, Long> byUser = new HashMap<>();
    private long all;

    Workload(long ofAll, long ofOne) {
        this.ofAll = ofAll;
        this.ofOne = ofOne;
    }

    /** The one of the application. */
    static synchronized Workload of(ServletContext application) {
        if (application.getAttribute(NAME) instanceof Workload known) {
            return known;
        }
        long ofAll = Runtime.getRuntime().maxMemory() / PART;
        var workload = new Workload(ofAll, ofAll / PART_OF_ONE);
        application.setAttribute(NAME, workload);
        return workload;
    }

    /** What this request may hold; whoever wants much asks here first. */
    public static Allowance allowance(ServletRequest request) {
        return request.getAttribute(NAME) instanceof Share share ? share : Allowance.UNBOUNDED;
    }

    /** What a request holds, from now on. */
    Share share(ServletRequest request, String user) {
        var share = new Share(user);
        request.setAttribute(NAME, share);
        return share;
    }

    private synchronized boolean add(Share share, long bytes) {
        long before = byUser.getOrDefault(share.user, 0L);
        boolean isAloneOfUser = before == share.bytes;
        boolean isAlone = all == share.bytes;
        boolean fits =
                !share.isClosed && (isAloneOfUser || before + bytes <= ofOne) && (isAlone || all + bytes <= ofAll);
        if (fits) {
            share.bytes += bytes;
            byUser.put(share.user, before + bytes);
            all += bytes;
        }
        return fits;
    }

    private synchronized void remove(Share share) {
        share.isClosed = true;
        all -= share.bytes;
        notifyAll();
        long left = byUser.getOrDefault(share.user, 0L) - share.bytes;
        if (left == 0) {
            byUser.remove(share.user);
        } else {
            byUser.put(share.user, left);
        }
        share.bytes = 0;
    }

    private synchronized boolean addWithin(Share share, long bytes, long millis) {
        long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(millis);
        boolean fits = add(share, bytes);
        for (long left = millis; !fits && left > 0; left = TimeUnit.NANOSECONDS.toMillis(end - System.nanoTime())) {
            try {
                wait(left);
            } catch (InterruptedException ended) {
                return false;
            }
            fits = add(share, bytes);
        }
        return fits;
    }

    private synchronized boolean isFullOf(String user, long bytes) {
        return byUser.getOrDefault(user, 0L) + bytes > ofOne;
    }

    /** Of one request. */
    final class Share implements Allowance, AutoCloseable {

        private final String user;
        private long bytes;
        private boolean isClosed;

        private Share(String user) {
            this.user = user;
        }

        @Override
        public boolean grows(long more) {
            return add(this, more);
        }

        @Override
        public void take(long more) {
            takeWithin(more, 0);
        }

        /** Waits for so long until there is room. */
        void takeWithin(long more, long millis) {
            if (!addWithin(this, more, millis)) {
                throw refusal(more);
            }
        }

        private Refusal refusal(long more) {
            return isFullOf(user, more)
                    ? Refusal.tooMany(
                            "Other requests of this user are still being answered. Send the same request again later.",
                            Refusal.SOON)
                    : Refusal.busy(Refusal.SOON);
        }

        /** More than once as well. */
        @Override
        public void close() {
            remove(this);
        }
    }
}
