package org.tidemark.sync.clock;

import jakarta.persistence.EntityManager;
import jakarta.persistence.LockModeType;
import java.util.Collection;
import java.util.List;
import java.util.SortedSet;
import org.tidemark.dialect.Dialect;
import org.tidemark.sync.state.DatabaseEpoch;

/**
 * Inserts the clocks of new scopes in the transaction that needs them. Who inserts the same one waits until the first
 * has ended, and finds it there or inserts it then; no statement fails for that.
 *
 * <p>A transaction of its own would need another connection while this one is held: as many saves as the pool has
 * connections, and all of them wait for ever.
 */
final class NewClocks {

    private final EntityManager em;
    private final Dialect database;

    NewClocks(EntityManager em) {
        this.em = em;
        this.database = Dialect.of(em);
    }

    /**
     * The scopes as they are to be inserted and then locked, one portion after the other, so that no two transactions
     * wait for each other. PostgreSQL holds nothing of what it finds there: it inserts all before it locks any. The
     * others hold that row like one that they lock, so they come to each in the order of the names, whether they insert
     * it or lock it.
     */
    List<? extends Collection<String>> portions(SortedSet<String> scopes) {
        return database.holdsWhatIsThere() ? scopes.stream().map(List::of).toList() : List.of(scopes);
    }

    /** Inserts them, unless the table is where plain SQL does not find it: then they go on missing. */
    void insert(Collection<String> scopes) {
        if (database.hasClocks(em)) {
            for (String scope : scopes) {
                em.createNativeQuery(database.newClock()).setParameter(1, scope).executeUpdate();
            }
        }
    }

    /**
     * Where a new clock begins. It stays like that until the end: a restore waits, to find the clock and let it leap.
     */
    static long origin(EntityManager em) {
        DatabaseEpoch server = em.find(DatabaseEpoch.class, DatabaseEpoch.ID, LockModeType.PESSIMISTIC_READ);
        return server == null ? 0 : server.origin();
    }
}
