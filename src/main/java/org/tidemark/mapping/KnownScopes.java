package org.tidemark.mapping;

import jakarta.persistence.EntityManager;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import org.tidemark.dialect.Dialect;

/**
 * The scopes that are known to have a clock, so that nobody asks for it each time. Clocks are never deleted.
 * Threadsafe.
 */
public final class KnownScopes {

    private static final int MOST = 10_000;

    private final Set<String> known = ConcurrentHashMap.newKeySet();

    /** {@link Dialect#advance}, if plain SQL finds the clocks; null before anybody has asked. */
    private volatile Optional<String> advance;

    /**
     * Those that have no clock. They are looked for without a lock: one on a gap would keep others from inserting, and
     * theirs us.
     */
    public SortedSet<String> without(EntityManager em, Collection<String> scopes) {
        var unsure = new TreeSet<>(scopes);
        unsure.removeAll(known);
        if (!unsure.isEmpty()) {
            List<String> there = em.createQuery(
                            "select c.scope from ScopeClock c where c.scope in :scopes", String.class)
                    .setParameter("scopes", unsure)
                    .getResultList();
            unsure.removeAll(there);
            remember(there);
        }
        return unsure;
    }

    /** The statement that takes numbers of a clock on one way to the database; empty where there is none. */
    public Optional<String> advance(EntityManager em) {
        if (advance == null) {
            Dialect database = Dialect.of(em);
            advance = database.advance().filter(statement -> database.hasClocks(em));
        }
        return advance;
    }

    private void remember(List<String> there) {
        if (known.size() > MOST) {
            known.clear();
        }
        known.addAll(there);
    }

    /** They are gone after all: somebody has put another database in place of the one that had them. */
    public void forget(Collection<String> gone) {
        known.removeAll(Set.copyOf(gone));
    }
}
