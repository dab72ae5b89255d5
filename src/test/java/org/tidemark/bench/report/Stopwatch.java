package org.tidemark.bench.report;

/** What a stopwatch says. */
public final class Stopwatch {

    private Stopwatch() {}

    public static double perSecond(int count, long startNanos) {
        return count / seconds(startNanos);
    }

    public static double seconds(long startNanos) {
        return (System.nanoTime() - startNanos) / 1e9;
    }

    public static double millis(long startNanos) {
        return (System.nanoTime() - startNanos) / 1e6;
    }
}
