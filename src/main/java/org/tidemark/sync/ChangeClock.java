package org.tidemark.sync;

import jakarta.persistence.EntityManager;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

/** The clocks of the scopes that a transaction touches: taken last, together, in the order of their names. */
final class ChangeClock {

    private final Map<String, ScopeClock> clocks = new HashMap<>();

    private ChangeClock() {}

    /** Locks the clocks until the transaction ends. */
    static ChangeClock take(EntityManager em, Collection<String> scopes) {
        var taken = new ChangeClock();
        if (scopes.isEmpty()) {
            return taken;
        }
        em.createNamedQuery(ScopeClock.LOCK, ScopeClock.class)
                .setParameter("scopes", new TreeSet<>(scopes))
                .getResultList()
                .forEach(clock -> taken.clocks.put(clock.scope(), clock));
        List<String> missing = scopes.stream()
                .filter(scope -> !taken.clocks.containsKey(scope))
                .distinct()
                .toList();
        if (!missing.isEmpty()) {
            ServerIdentity server = em.find(ServerIdentity.class, ServerIdentity.ID);
            long origin = server == null ? 0 : server.origin();
            throw new TryAgainException(
                    missing.stream().map(scope -> new ScopeClock(scope, origin)).toList());
        }
        return taken;
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
    Collection<ScopeAdvanced> advanced() {
        return clocks.values().stream()
                .map(clock -> new ScopeAdvanced(clock.scope(), clock.version()))
                .toList();
    }

    long next(String scope, long previous) {
        return clocks.get(scope).next(previous);
    }
}
