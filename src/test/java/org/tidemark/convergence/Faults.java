package org.tidemark.convergence;

import java.util.Map;
import java.util.TreeMap;

/** Counts the faults that took effect, by kind. */
public final class Faults {
    private final Map<String, Long> counts = new TreeMap<>();

    public void count(String kind) {
        counts.merge(kind, 1L, Long::sum);
    }

    public void add(Faults other) {
        other.counts.forEach((kind, count) -> counts.merge(kind, count, Long::sum));
    }

    public long total() {
        return counts.values().stream().mapToLong(Long::longValue).sum();
    }

    @Override
    public String toString() {
        return counts.toString();
    }
}
