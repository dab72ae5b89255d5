package org.tidemark.convergence.check;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/** Which value was written by somebody who had which other value on screen. */
final class Lineage {
    private final Map<String, Set<String>> over = new HashMap<>();

    void over(String field, String value, String seen) {
        if (seen != null && Observed.traced(field) && !seen.equals(value)) {
            over.computeIfAbsent(value, v -> new HashSet<>(2)).add(seen);
        }
    }

    /** Whether whoever wrote the one knew the other: directly, or by way of values in between. */
    boolean knows(String value, String other) {
        if (value.equals(other)) {
            return true;
        }
        Deque<String> open = new ArrayDeque<>(Set.of(value));
        Set<String> seen = new HashSet<>();
        while (!open.isEmpty()) {
            for (String next : over.getOrDefault(open.poll(), Set.of())) {
                if (next.equals(other)) {
                    return true;
                }
                if (seen.add(next)) {
                    open.add(next);
                }
            }
        }
        return false;
    }
}
