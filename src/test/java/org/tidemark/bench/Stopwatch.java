package org.tidemark.bench;

/** What a stopwatch says. */
final class Stopwatch {

    private Stopwatch() {}

    static double perSecond(int count, long startNanos) {
        return count / seconds(startNanos);
    }

    static double seconds(long startNanos) {
        return (System.nanoTime() - startNanos) / 1e9;
    }

    static double millis(long startNanos) {
        return (System.nanoTime() - startNanos) / 1e6;
    }
}
