package org.tidemark.convergence;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.tidemark.convergence.history.Generator;
import org.tidemark.convergence.history.History;

/** Histories one after the other, from one seed, until so many steps are done or a promise is broken. */
public final class Campaign {
    private final Faults faults = new Faults();
    private final Map<String, Long> times = new TreeMap<>();
    private long steps;
    private long histories;
    private History failing;
    private Play failed;
    private String trace = "";

    public Campaign(long seed, long budget, Supplier<Driver> drivers) {
        this(seed, budget, drivers, false);
    }

    /** @param traced whether to keep what was observed, for drivers that never do the same thing twice */
    public Campaign(long seed, long budget, Supplier<Driver> drivers, boolean traced) {
        SplittableRandom seeds = new SplittableRandom(seed);
        try (Driver driver = drivers.get()) {
            while (steps < budget && failing == null) {
                History history = new Generator(seeds.nextLong()).history((int) Math.min(budget - steps, 1000));
                ByteArrayOutputStream seen = new ByteArrayOutputStream();
                Play play = new Play(history, driver, traced ? new PrintStream(seen) : null);
                histories++;
                steps += play.steps();
                faults.add(play.faults());
                play.times().forEach((kind, nanos) -> times.merge(kind, nanos, Long::sum));
                if (!play.violations().isEmpty()) {
                    failing = history;
                    failed = play;
                    trace = seen.toString();
                }
            }
        }
    }

    public long steps() {
        return steps;
    }

    public long histories() {
        return histories;
    }

    public Faults faults() {
        return faults;
    }

    /** How many seconds each kind of action took, those that took none left out. */
    public Map<String, Long> seconds() {
        Map<String, Long> seconds = new TreeMap<>();
        times.forEach((kind, nanos) -> seconds.put(kind, TimeUnit.NANOSECONDS.toSeconds(nanos)));
        seconds.values().removeIf(took -> took == 0);
        return seconds;
    }

    /** The history that broke a promise. */
    public Optional<History> failing() {
        return Optional.ofNullable(failing);
    }

    public Play failed() {
        return failed;
    }

    /** What was observed in it, if that was kept. */
    public String trace() {
        return trace;
    }
}
