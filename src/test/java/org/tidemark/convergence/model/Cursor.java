package org.tidemark.convergence.model;

import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Where a replica's pull stands: per scope the number up to which it has everything, and the pass under way.
 *
 * @param from per scope, the clock's value when the last finished pass began
 * @param settled how many decisions of others this replica was told
 * @param pass null between passes
 */
public record Cursor(String epoch, String user, Map<String, Long> from, long settled, Pass pass) {

    /**
     * A pass over all scopes, a page at a time: first the records of every scope and collection, by key, then what left.
     *
     * @param to per scope, the clock's value when the pass began; records beyond it may come along and come again
     * @param reset scopes that are sent whole
     * @param unit the scope and collection, and then the departures of a scope, that come next
     * @param after the last key that was sent of it
     */
    public record Pass(
            List<String> scopes, Map<String, Long> to, Set<String> reset, long settled, int unit, String after) {}
}
