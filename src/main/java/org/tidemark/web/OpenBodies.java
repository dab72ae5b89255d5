package org.tidemark.web;

import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/**
 * The bodies that are arriving, and what they hold of the memory. When there are too many, of one user or of all, the one that has been
 * arriving for longest has to go: a newcomer is always let in, and who fills the server with slow bodies only drives out slow ones, his
 * own first. Threadsafe.
 */
final class OpenBodies {

    private static final int MOST_OF_ONE = 64;
    private static final int MOST_OF_STRANGERS = 500;
    private static final int MOST_OF_ALL = 1_000;
    private static final int MOST_LINGERING = 2_000;
    private static final long BYTES_OF_ONE = 16L << 20;

    private final long bytesOfAll;
    private final Map<BodyReader, Held> held = new LinkedHashMap<>();
    private final Set<BodyReader> lingering = new LinkedHashSet<>();
    private final Map<String, Held> byUser = new LinkedHashMap<>();
    private long bytes;
    private boolean looks;

    /** What one reader holds, or all of a user. */
    private static final class Held {

        private final String user;
        private final long until;
        private int count;
        private long bytes;

        Held(String user, long until) {
            this.user = user;
            this.until = until;
        }
    }

    private final ScheduledExecutorService scheduler;

    OpenBodies(ScheduledExecutorService scheduler) {
        this(scheduler, Runtime.getRuntime().maxMemory() / 8);
    }

    OpenBodies(ScheduledExecutorService scheduler, long bytesOfAll) {
        this.scheduler = scheduler;
        this.bytesOfAll = bytesOfAll;
    }

    /** @param user blank for all who have not said who they are; their bodies are small */
    void add(String user, BodyReader reader, long millis) {
        synchronized (this) {
            held.put(reader, new Held(user, System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(millis)));
            byUser.computeIfAbsent(user, name -> new Held(name, 0)).count++;
            if (!looks) {
                lookAgain();
            }
        }
        makeRoom(user);
    }

    /** Once a second while bodies are arriving. */
    private void lookAgain() {
        looks = true;
        scheduler.schedule(this::endTheSlow, 1, TimeUnit.SECONDS);
    }

    private void endTheSlow() {
        List<BodyReader> late;
        synchronized (this) {
            long now = System.nanoTime();
            late = held.entrySet().stream()
                    .filter(one -> one.getValue().until - now < 0)
                    .map(Map.Entry::getKey)
                    .toList();
        }
        late.forEach(BodyReader::tooSlow);
        synchronized (this) {
            late.forEach(this::remove);
            looks = false;
            if (!held.isEmpty()) {
                lookAgain();
            }
        }
    }

    void grew(BodyReader reader, int more) {
        String user;
        synchronized (this) {
            Held one = held.get(reader);
            if (one == null) {
                return;
            }
            user = one.user;
            one.bytes += more;
            byUser.get(user).bytes += more;
            bytes += more;
        }
        makeRoom(user);
    }

    synchronized void remove(BodyReader reader) {
        lingering.remove(reader);
        Held one = held.remove(reader);
        if (one == null) {
            return;
        }
        bytes -= one.bytes;
        Held all = byUser.get(one.user);
        all.bytes -= one.bytes;
        if (--all.count == 0) {
            byUser.remove(one.user);
        }
    }

    void later(long millis, Runnable work) {
        scheduler.schedule(work, millis, TimeUnit.MILLISECONDS);
    }

    /** Those that were answered, and whose callers have not closed yet. Of too many the first have to go, whatever that costs. */
    void lingers(BodyReader reader) {
        BodyReader first = null;
        synchronized (this) {
            lingering.add(reader);
            if (lingering.size() > MOST_LINGERING) {
                first = lingering.iterator().next();
                lingering.remove(first);
            }
        }
        if (first != null) {
            scheduler.execute(first::complete);
        }
    }

    private void makeRoom(String user) {
        for (BodyReader slow = oneTooMany(user); slow != null; slow = oneTooMany(user)) {
            remove(slow);
            scheduler.execute(slow::tooSlow);
        }
    }

    private synchronized BodyReader oneTooMany(String user) {
        Held ofUser = byUser.get(user);
        int most = user.isEmpty() ? MOST_OF_STRANGERS : MOST_OF_ONE;
        if (ofUser != null && ofUser.count > 1 && (ofUser.count > most || ofUser.bytes > BYTES_OF_ONE)) {
            return eldest(user);
        }
        return held.size() > 1 && (held.size() > MOST_OF_ALL || bytes > bytesOfAll) ? eldest(null) : null;
    }

    private BodyReader eldest(String user) {
        return held.entrySet().stream()
                .filter(one -> user == null || one.getValue().user.equals(user))
                .findFirst()
                .map(Map.Entry::getKey)
                .orElse(null);
    }
}
