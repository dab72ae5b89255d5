package org.tidemark.convergence.model;

import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Where a replica's pull stands: per scope the number up to which it has everything, and the round under way. A pass is
 * made of rounds.
 *
 * @param from per scope, the clock's value when the last finished round began
 * @param settled how many decisions of others this replica was told
 * @param rounds how many rounds of the pass under way have ended
 * @param pass the round under way; null between rounds
 */
public record Cursor(String epoch, String user, Map<String, Long> from, long settled, int rounds, Pass pass) {

    /**
     * A round over all scopes, a page at a time: first the records of every scope and collection, by key, then what
     * left.
     *
     * @param to per scope, the clock's value when the round began; nothing beyond it is read
     * @param reset scopes that are sent whole
     * @param unit the scope and collection, and then the departures of a scope, that come next
     * @param after the last key that was sent of it
     */
    public record Pass(
            List<String> scopes, Map<String, Long> to, Set<String> reset, long settled, int unit, String after) {}
}
