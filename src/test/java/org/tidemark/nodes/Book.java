package org.tidemark.nodes;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;

/** What devices were told. An edit is known by a token that it alone writes. Threadsafe. */
final class Book {

    /** @param base the value that its writer saw */
    record Edit(String company, String base) {}

    private final Map<String, Edit> edits = new LinkedHashMap<>();
    private final List<String> applied = new ArrayList<>();
    private final Map<String, String> conflicts = new LinkedHashMap<>();
    private final Map<String, Integer> troubles = new LinkedHashMap<>();
    private final List<String> failures = new ArrayList<>();
    private final AtomicLong tokens = new AtomicLong();
    private long last = System.nanoTime();
    private long longestSilence;

    synchronized String edit(String company, String base) {
        String token = "token " + tokens.incrementAndGet();
        edits.put(token, new Edit(company, base));
        return token;
    }

    synchronized void applied(String token) {
        applied.add(token);
        acknowledged();
    }

    synchronized void conflict(String id, String token) {
        conflicts.put(id, token);
        acknowledged();
    }

    private void acknowledged() {
        longestSilence = Math.max(longestSilence, System.nanoTime() - last);
        last = System.nanoTime();
    }

    /** Whatever is no answer to a push: it is sent again. */
    synchronized void trouble(String what) {
        troubles.merge(what, 1, Integer::sum);
    }

    synchronized void failure(String what) {
        failures.add(what);
    }

    /** Milliseconds in which nobody was answered, the longest since this was last asked. */
    synchronized long longestSilence() {
        long longest = longestSilence;
        longestSilence = 0;
        return longest / 1_000_000;
    }

    synchronized int acknowledgements() {
        return applied.size() + conflicts.size();
    }

    synchronized Map<String, Edit> edits() {
        return Map.copyOf(edits);
    }

    synchronized List<String> applied() {
        return List.copyOf(applied);
    }

    synchronized Map<String, String> conflicts() {
        return Map.copyOf(conflicts);
    }

    synchronized Map<String, Integer> troubles() {
        return new LinkedHashMap<>(troubles);
    }

    synchronized List<String> failures() {
        return List.copyOf(failures);
    }
}
