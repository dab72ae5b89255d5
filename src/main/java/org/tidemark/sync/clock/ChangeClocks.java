package org.tidemark.sync.clock;

import jakarta.persistence.EntityManager;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
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

    /** What was taken of a clock before it was known whether it is enough: the clock, and the last number. */
    private final Map<ScopeClock, Long> ahead = new HashMap<>();

    private ChangeClocks() {}

    /**
     * Locks the clocks until the transaction ends, and inserts those that are not there yet.
     *
     * @param numbers how many will be needed of one scope, or 0 if JPA may hold its clock already; with several scopes
     *     it is not looked at
     */
    static ChangeClocks take(EntityManager em, KnownScopes known, Collection<String> scopes, int numbers) {
        var taken = new ChangeClocks();
        if (scopes.isEmpty()) {
            return taken;
        }
        var wanted = new TreeSet<>(scopes);
        SortedSet<String> fresh = known.without(em, wanted);
        if (fresh.isEmpty() && wanted.size() == 1 && numbers > 0) {
            taken.advance(em, known, wanted.first(), numbers);
        } else if (fresh.isEmpty()) {
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

    /** One way to the database instead of two, while everybody else who writes in the scope waits. */
    private void advance(EntityManager em, KnownScopes known, String scope, int numbers) {
        Optional<String> statement = known.advance(em);
        if (statement.isEmpty()) {
            lock(em, List.of(scope));
            return;
        }
        for (Object last : em.createNativeQuery(statement.get())
                .setParameter(1, scope)
                .setParameter(2, numbers)
                .getResultList()) {
            long version = ((Number) last).longValue();
            var clock = new ScopeClock(scope, version - numbers);
            clocks.put(scope, clock);
            ahead.put(clock, version);
        }
    }

    /** When all numbers are given: writes what went beyond those that were taken ahead. */
    void settle(EntityManager em) {
        ahead.forEach((clock, last) -> {
            if (clock.version() > last) {
                write(em, clock);
            }
        });
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
            write(em, clock);
        });
    }

    private static void write(EntityManager em, ScopeClock clock) {
        em.createQuery("update ScopeClock c set c.version = :version where c.scope = :scope")
                .setParameter("version", clock.version())
                .setParameter("scope", clock.scope())
                .executeUpdate();
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
