package org.tidemark.demo;

import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongSupplier;

/**
 * Slows down who tries passwords: so many wrong ones in a row are free, then one in a while. It counts for each user
 * and for each address, so neither many users from one address nor one user from many addresses goes faster.
 *
 * <p>A stranger locks nobody out: where a user has signed in before, only what was tried there counts. From elsewhere
 * the user has to wait for a turn while somebody tries, but never longer than the while. It remembers so many users and
 * addresses, and the latest. Threadsafe.
 */
@ApplicationScoped
public class PasswordBrake {

    /** More than one user behind an address mistypes. */
    private static final Rate OF_ADDRESS = new Rate(30, Duration.ofSeconds(2));

    private static final Rate OF_USER = new Rate(10, Duration.ofSeconds(10));

    private static final int MOST = 10_000;
    private static final int LONGEST_NAME = 100;

    /** @param free how many wrong passwords in a row; one more for each {@code pause} that has passed */
    private record Rate(int free, Duration pause) {}

    /** How many wrong passwords still count, at a time. */
    private record Count(double wrong, long nanos) {}

    private final LongSupplier clock;
    private final Map<String, Count> counts = new Latest<>();

    /** Users with an address where they have signed in. */
    private final Map<String, Boolean> known = new Latest<>();

    public PasswordBrake() {
        this(System::nanoTime);
    }

    PasswordBrake(LongSupplier clock) {
        this.clock = clock;
    }

    /** How long to wait before a password of this user is looked at; empty for not at all. */
    public synchronized Optional<Duration> wait(String user, String address) {
        String pair = pair(user, address);
        if (known.get(pair) != null) {
            return wait(pair, OF_USER);
        }
        Optional<Duration> ofUser = wait("user " + shortened(user), OF_USER);
        return ofUser.isPresent() ? ofUser : wait("address " + address, OF_ADDRESS);
    }

    /**
     * A password was looked at. Of many that come at once some may have been too many meanwhile: their answer is then
     * not told.
     *
     * @return as {@link #wait}
     */
    public synchronized Optional<Duration> tried(String user, String address, boolean isRight) {
        Optional<Duration> wait = wait(user, address);
        if (wait.isPresent()) {
            return wait;
        }
        String pair = pair(user, address);
        if (isRight) {
            known.put(pair, true);
        } else if (known.get(pair) != null) {
            count(pair, OF_USER);
        } else {
            count("user " + shortened(user), OF_USER);
            count("address " + address, OF_ADDRESS);
        }
        return Optional.empty();
    }

    private Optional<Duration> wait(String key, Rate rate) {
        double tooMany = wrong(key, rate) + 1 - rate.free;
        return tooMany > 0 ? Optional.of(Duration.ofNanos((long) (tooMany * rate.pause.toNanos()))) : Optional.empty();
    }

    private void count(String key, Rate rate) {
        counts.put(key, new Count(wrong(key, rate) + 1, clock.getAsLong()));
    }

    private double wrong(String key, Rate rate) {
        Count count = counts.get(key);
        if (count == null) {
            return 0;
        }
        double forgotten = (double) (clock.getAsLong() - count.nanos) / rate.pause.toNanos();
        return Math.max(0, count.wrong - forgotten);
    }

    private static String pair(String user, String address) {
        return shortened(user) + " at " + address;
    }

    private static String shortened(String user) {
        return user.substring(0, Math.min(user.length(), LONGEST_NAME));
    }

    /** Forgets what has not been asked for longest. */
    private static final class Latest<V> extends LinkedHashMap<String, V> {

        private static final long serialVersionUID = 1;

        Latest() {
            super(16, 0.75f, true);
        }

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, V> eldest) {
            return size() > MOST;
        }
    }
}
