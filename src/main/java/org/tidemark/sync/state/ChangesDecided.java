package org.tidemark.sync.state;

import java.util.Map;

/**
 * A transaction has decided changes of a user. A CDI event; observe it after success, since before that nothing is
 * committed.
 */
public record ChangesDecided(String user, Map<Place, Integer> changes) {

    /** Where a record is. */
    public record Place(String scope, String collection) {}
}
