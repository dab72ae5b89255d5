package org.tidemark.sync.access;

import jakarta.persistence.PersistenceException;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.tidemark.log.TroubleLog;
import org.tidemark.mapping.SyncCollection;
import org.tidemark.spi.Caller;
import org.tidemark.spi.Operation;
import org.tidemark.spi.ScopePolicy;
import org.tidemark.spi.Synchronisable;
import org.tidemark.sync.retry.MachineFailure;

/** What one caller may do, by the application's policy. The sets are asked for once a request. Not threadsafe. */
public final class CallerRights {

    private static final TroubleLog LOG = new TroubleLog(CallerRights.class);

    /** What applies where the application has no policy: nobody may do anything. */
    public static final ScopePolicy NOBODY = caller -> Set.of();

    private final Caller caller;
    private final ScopePolicy policy;
    private final boolean readsAll;
    private final boolean writesAll;
    private final Supplier<Set<String>> existing;
    private final Set<String> writable;
    private Set<String> readable;
    private final Map<SyncCollection, Set<String>> readOnly = new HashMap<>();

    private CallerRights(Caller caller, ScopePolicy policy, Supplier<Set<String>> existing) {
        this.caller = caller;
        this.policy = policy;
        this.existing = existing;
        Set<String> mayRead = policy.readable(caller);
        Set<String> mayWrite = policy.writable(caller);
        readsAll = isEvery(mayRead);
        writesAll = isEvery(mayWrite);
        readable = readsAll ? null : Set.copyOf(mayRead);
        writable = Set.copyOf(mayWrite);
    }

    /** @param existing asks for the scopes that there are, for who reads all of them */
    public static CallerRights of(Caller caller, ScopePolicy policy, Supplier<Set<String>> existing) {
        return new CallerRights(caller, policy, existing);
    }

    @SuppressWarnings("ReferenceEquality") // a policy that has found no scope must not have found all
    private static boolean isEvery(Set<String> scopes) {
        return scopes == ScopePolicy.EVERY_SCOPE;
    }

    /** By name. Who reads all costs a query here, and nowhere else. */
    public Set<String> readable() {
        if (readable == null) {
            readable = Set.copyOf(existing.get());
        }
        return readable;
    }

    public boolean readsNothing() {
        return !readsAll && readable.isEmpty();
    }

    public boolean mayRead(String scope) {
        return readsAll ? !scope.isEmpty() : readable.contains(scope);
    }

    public boolean mayWrite(String scope) {
        return mayRead(scope) && (writesAll || writable.contains(scope));
    }

    /** By name, in their order; empty for who writes every scope that there is. */
    public Optional<Set<String>> writable() {
        return writesAll
                ? Optional.empty()
                : Optional.of(writable.stream().filter(this::mayRead).collect(Collectors.toCollection(TreeSet::new)));
    }

    /** Whether the policy lets the caller do this to the record as it stands in memory. */
    public boolean mayChange(Synchronisable record, Operation operation) {
        try {
            return policy.mayChange(caller, record, operation);
        } catch (PersistenceException e) {
            throw e; // the database's word: to be tried again, perhaps
        } catch (Throwable e) {
            MachineFailure.passOn(e);
            LOG.warn("ScopePolicy.mayChange failed: the change is refused", e);
            return false;
        }
    }

    /** The fields of a collection that the caller may not change. */
    public Set<String> readOnly(SyncCollection collection) {
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
