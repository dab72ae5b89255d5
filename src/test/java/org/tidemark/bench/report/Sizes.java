package org.tidemark.bench.report;

import java.time.Duration;

/**
 * How much of everything, and how much of the time that something goes on: as the table says, or less for a look at the
 * benchmark itself ({@code -Dbench.size=0.01}) or at what a server of the full size does ({@code -Dbench.time=0.1}).
 */
public record Sizes(double part, double time) {

    public static Sizes asTold() {
        return new Sizes(property("bench.size"), property("bench.time"));
    }

    private static double property(String name) {
        return Double.parseDouble(System.getProperty(name, "1"));
    }

    public int of(int full) {
        return (int) Math.max(1, Math.round(full * part));
    }

    /** What goes on for so long. */
    public Duration lasting(Duration full) {
        return Duration.ofMillis(Math.round(full.toMillis() * part * time));
    }

    boolean isFull() {
        return part == 1 && time == 1;
    }
}
