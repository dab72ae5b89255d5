package org.tidemark.web;

import java.io.InterruptedIOException;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;
import org.tidemark.memory.Weight;
import org.tidemark.protocol.Refusal;

/**
 * The bodies that are still arriving. A thread waits for each of them, and a server has few threads: so few bodies may
 * arrive at once, they hold a bounded part of the memory, and each has so much time. Where there is no room for a
 * newcomer, one that arrives too slowly has to go, or else the one with the least of a user who has several more. If
 * there is none the newcomer is to come again. Where there is no memory, the one with the least has to go, so that
 * those that are nearly there arrive. Threadsafe.
 */
final class OpenBodies {

    /** Every body has so much time; a large one has more, as slow as a bad connection of a telephone is. */
    private static final long NANOS = TimeUnit.SECONDS.toNanos(20);
    /** So much time has everybody before it is looked at how fast the body arrives. */
    private static final long GRACE = TimeUnit.MILLISECONDS.toNanos(500);

    private static final long NANOS_A_BYTE = TimeUnit.SECONDS.toNanos(1) / 8_192;
    private static final String STRANGER = "";
    private static final Comparator<Arrival> BY_BYTES = Comparator.comparingLong(one -> one.bytes);
    private static final int MOST = 64;
    private static final int OF_A_CORE = 8;
    private static final int PART_OF_MEMORY = 8;

    private final int mostOfAll;
    private final long memory;
    private final int mostOfOne;
    private final ScheduledExecutorService scheduler;
    private final LongSupplier clock;
    private final Set<Arrival> arrivals = new LinkedHashSet<>();

    /** Of all bodies that are read into memory, those included that have to go and have not gone yet. */
    private final AtomicLong bytesOfAll = new AtomicLong();

    private boolean looks;

    OpenBodies(ScheduledExecutorService scheduler) {
        this(
                scheduler,
                System::nanoTime,
                Math.min(MOST, OF_A_CORE * Runtime.getRuntime().availableProcessors()),
                Runtime.getRuntime().maxMemory() / PART_OF_MEMORY);
    }

    /**
     * @param mostOfAll half of the threads of WildFly, which has fewest; half of them are for one user, or for all
     * strangers
     */
    OpenBodies(ScheduledExecutorService scheduler, LongSupplier clock, int mostOfAll, long memory) {
        this.scheduler = scheduler;
        this.clock = clock;
        this.mostOfAll = mostOfAll;
        this.memory = memory;
        this.mostOfOne = mostOfAll / 2;
    }

    /** A body that came together with its headers, as most do: nobody waits for it, and it takes no place. */
    Arrival arrived() {
        return new Arrival(STRANGER, 0, false);
    }

    /**
     * The body that this thread is about to wait for.
     *
     * @param user blank for all who have not said who they are
     * @param length as announced, or -1
     * @throws Refusal when there is no room
     */
    Arrival begin(String user, long length) {
        var arrival = new Arrival(user, clock.getAsLong() + NANOS + Math.max(length, 0) * NANOS_A_BYTE, true);
        synchronized (this) {
            if (!arrivals.isEmpty()) {
                makeRoom(user);
            }
            arrivals.add(arrival);
            if (!looks) {
                lookAgain();
            }
        }
        return arrival;
    }

    private void makeRoom(String user) {
        long own = countOf(user);
        boolean isUsersOwn = own >= mostOfOne;
        if (!isUsersOwn && arrivals.size() < mostOfAll) {
            return;
        }
        Arrival gone = arrivals.stream()
                .filter(one -> (!isUsersOwn || one.user.equals(user)) && one.isSlow())
                .findFirst()
                .or(() -> arrivals.stream()
                        .filter(one -> !isUsersOwn && !one.isWhole && countOf(one.user) > own + 1)
                        .min(BY_BYTES))
                .orElseThrow(() -> isUsersOwn && !user.equals(STRANGER)
                        ? Refusal.tooMany("Other requests of this user are still arriving.", Refusal.SOON)
                        : Refusal.busy(Refusal.SOON));
        end(gone);
    }

    private long countOf(String user) {
        return arrivals.stream().filter(one -> one.user.equals(user)).count();
    }

    /** The running sum may be too high, so the bodies are counted here. */
    private synchronized void makeRoomInMemory() {
        while (isTooMuch(arrivals.stream().mapToLong(one -> one.bytes).sum())) {
            var least = arrivals.stream().filter(one -> !one.isWhole).min(BY_BYTES);
            if (least.isEmpty() || arrivals.size() == 1) {
                return;
            }
            end(least.get());
        }
    }

    private boolean isTooMuch(long bytes) {
        return Weight.ofArrivingBody(bytes) > memory;
    }

    private void end(Arrival arrival) {
        arrivals.remove(arrival);
        arrival.end();
    }

    /** Once a second while bodies are arriving. */
    private void lookAgain() {
        looks = true;
        scheduler.schedule(this::endTheLate, 1, TimeUnit.SECONDS);
    }

    private synchronized void endTheLate() {
        long now = clock.getAsLong();
        arrivals.stream().filter(one -> !one.isWhole && one.until - now < 0).forEach(Arrival::end);
        looks = false;
        if (!arrivals.isEmpty()) {
            lookAgain();
        }
    }

    private synchronized void remove(Arrival arrival) {
        arrivals.remove(arrival);
    }

    /** One body. It belongs to the thread that reads it, and is ended by others. */
    final class Arrival implements AutoCloseable {

        private final String user;
        private final long begin = clock.getAsLong();
        private final long until;
        private final boolean hasPlace;
        private volatile long bytes;
        private volatile boolean isWhole;
        private volatile boolean isEnded;
        private Thread reader = Thread.currentThread();

        private Arrival(String user, long until, boolean hasPlace) {
            this.user = user;
            this.until = until;
            this.hasPlace = hasPlace;
        }

        /** @throws InterruptedIOException when it has to go; a read that waits meanwhile ends by one as well */
        void grew(int more) throws InterruptedIOException {
            if (!hasPlace) {
                return;
            }
            bytes += more;
            if (isTooMuch(bytesOfAll.addAndGet(more))) {
                makeRoomInMemory();
            }
            if (isEnded) {
                throw new InterruptedIOException();
            }
        }

        /** All is there: it keeps its place until it is answered, or refused for want of memory. */
        void isWhole() throws InterruptedIOException {
            isWhole = true;
            grew(0);
        }

        /** Whether a read may have ended for want of time, ours or the server's, which has more patience than we. */
        boolean mayBeLate() {
            return isEnded || clock.getAsLong() - begin > NANOS / 2;
        }

        private boolean isSlow() {
            long age = clock.getAsLong() - begin;
            return !isWhole && age > GRACE && bytes * NANOS_A_BYTE < age;
        }

        /** Both servers leave a read of a thread that is interrupted. */
        private synchronized void end() {
            isEnded = true;
            if (reader != null) {
                reader.interrupt();
            }
        }

        /** The thread is the container's again. */
        @Override
        public void close() {
            if (!hasPlace) {
                return;
            }
            remove(this);
            bytesOfAll.addAndGet(-bytes);
            bytes = 0;
            synchronized (this) {
                reader = null;
                if (isEnded) {
                    Thread.interrupted();
                }
            }
        }
    }
}
