package org.tidemark.sync.clock;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.event.TransactionPhase;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.tidemark.sync.state.ScopeAdvanced;

/**
 * How far each scope has advanced, as far as this node knows. What it commits itself, it knows at once. No EJB: with a
 * data source that is capable of XA, Payara cannot call one after a commit. Threadsafe.
 */
@ApplicationScoped
public class KnownVersions {

    private final Map<String, Long> known = new ConcurrentHashMap<>();

    /**
     * Whether this node knows that a scope has gone on since. What it does not know yet may have happened all the same.
     *
     * @param seen by scope, how far a replica has read
     */
    public boolean isAhead(Map<String, Long> seen) {
        return seen.entrySet().stream().anyMatch(read -> known.getOrDefault(read.getKey(), 0L) > read.getValue());
    }

    public void note(@Observes(during = TransactionPhase.AFTER_SUCCESS) ScopeAdvanced event) {
        known.merge(event.scope(), event.version(), Math::max);
    }

    /**
     * What the clock said a moment ago; meanwhile this node may have gone on.
     *
     * @return whether it was known before, and has gone on since
     */
    boolean raise(String scope, long version) {
        Long before = known.putIfAbsent(scope, version);
        while (before != null && before < version) {
            if (known.replace(scope, before, version)) {
                return true;
            }
            before = known.get(scope);
        }
        return false;
    }

    /**
     * What the clock says. It counts also where it is behind, as in a database that was taken back.
     *
     * @return as of {@link #raise}
     */
    boolean put(String scope, long version) {
        Long before = known.put(scope, version);
        return before != null && before < version;
    }
}
