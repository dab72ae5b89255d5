package org.tidemark.sync;

import jakarta.persistence.PersistenceException;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.tidemark.spi.Caller;
import org.tidemark.spi.Operation;
import org.tidemark.spi.ScopePolicy;
import org.tidemark.spi.Synchronisable;

/** What one caller may do, by the estate's policy. The sets are asked for once a request. Not threadsafe. */
final class Rights {

    private static final TroubleLog LOG = new TroubleLog(Rights.class);

    /** What applies where the estate has no policy: nobody may do anything. */
    static final ScopePolicy NOBODY = caller -> Set.of();

    private final Caller caller;
    private final ScopePolicy policy;
    private final Set<String> readable;
    private final Set<String> writable;
    private final Map<SyncCollection, Set<String>> readOnly = new HashMap<>();

    private Rights(Caller caller, ScopePolicy policy, Set<String> readable, Set<String> writable) {
        this.caller = caller;
        this.policy = policy;
        this.readable = readable;
        this.writable = writable;
    }

    static Rights of(Caller caller, ScopePolicy policy) {
        Set<String> readable = Set.copyOf(policy.readable(caller));
        Set<String> writable = new HashSet<>(policy.writable(caller));
        writable.retainAll(readable);
        return new Rights(caller, policy, readable, Set.copyOf(writable));
    }

    Set<String> readable() {
        return readable;
    }

    boolean mayRead(String scope) {
        return readable.contains(scope);
    }

    boolean mayWrite(String scope) {
        return writable.contains(scope);
    }

    /** Whether the policy lets the caller do this to the record as it stands in memory. */
    boolean mayChange(Synchronisable record, Operation operation) {
        try {
            return policy.mayChange(caller, record, operation);
        } catch (PersistenceException e) {
            throw e; // the database's word: to be tried again, perhaps
        } catch (RuntimeException e) {
            LOG.warn("ScopePolicy.mayChange failed: the change is refused", e);
            return false;
        }
    }

    /** The fields of a collection that the caller may not change. */
    Set<String> readOnly(SyncCollection collection) {
        return readOnly.computeIfAbsent(collection, c -> {
            Set<String> names = Set.copyOf(policy.readOnly(caller, c.javaType()));
            for (String name : names) {
                if (c.field(name) == null) {
                    // A misspelt name would leave the field that was meant open to everybody.
                    throw new IllegalStateException("ScopePolicy.readOnly names '" + name + "', which "
                            + c.javaType().getName() + " does not have, or which does not travel");
                }
            }
            return names;
        });
    }
}
