package org.tidemark.sync.clock;

import jakarta.persistence.EntityManager;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import org.tidemark.mapping.KnownScopes;
import org.tidemark.sync.retry.MissingRowException;
import org.tidemark.sync.state.ScopeAdvanced;
import org.tidemark.sync.state.ScopeClock;

/** The clocks of the scopes that a transaction touches: taken last, together, in the order of their names. */
public final class ChangeClocks {

    private final Map<String, ScopeClock> clocks = new HashMap<>();

    private ChangeClocks() {}

    /** Locks the clocks until the transaction ends, and inserts those that are not there yet. */
    static ChangeClocks take(EntityManager em, KnownScopes known, Collection<String> scopes) {
        var taken = new ChangeClocks();
        if (scopes.isEmpty()) {
            return taken;
        }
        var wanted = new TreeSet<>(scopes);
        SortedSet<String> fresh = known.without(em, wanted);
        if (fresh.isEmpty()) {
            taken.lock(em, wanted);
        } else {
            taken.insertAndLock(em, wanted, fresh);
        }
        wanted.removeAll(taken.clocks.keySet());
        if (!wanted.isEmpty()) {
            known.forget(wanted);
            throw missing(em, wanted);
        }
        return taken;
    }

    private void lock(EntityManager em, Collection<String> scopes) {
        em.createNamedQuery(ScopeClock.LOCK, ScopeClock.class)
                .setParameter("scopes", scopes)
                .getResultList()
                .forEach(clock -> clocks.put(clock.scope(), clock));
    }

    private void insertAndLock(EntityManager em, SortedSet<String> scopes, Set<String> fresh) {
        fresh.forEach(ScopeClock::checkLength);
        long origin = NewClocks.origin(em);
        var newClocks = new NewClocks(em);
        for (Collection<String> portion : newClocks.portions(scopes)) {
            newClocks.insert(portion.stream().filter(fresh::contains).toList());
            lock(em, portion);
        }
        fresh.stream().map(clocks::get).filter(Objects::nonNull).forEach(clock -> clock.beginAt(origin));
    }

    private static MissingRowException missing(EntityManager em, Collection<String> scopes) {
        long origin = NewClocks.origin(em);
        List<ScopeClock> missing =
                scopes.stream().map(scope -> new ScopeClock(scope, origin)).toList();
        return new MissingRowException(missing);
    }

    /** Writes them now, and not in whatever order JPA writes rows and clocks. */
    void write(EntityManager em) {
        clocks.values().forEach(clock -> {
            em.detach(clock);
            em.createQuery("update ScopeClock c set c.version = :version where c.scope = :scope")
                    .setParameter("version", clock.version())
                    .setParameter("scope", clock.scope())
                    .executeUpdate();
        });
    }

    /** Where the taken clocks stand. */
    public Collection<ScopeAdvanced> advanced() {
        return clocks.values().stream()
                .map(clock -> new ScopeAdvanced(clock.scope(), clock.version()))
                .toList();
    }

    public long next(String scope, long previous) {
        return clocks.get(scope).next(previous);
    }
}
