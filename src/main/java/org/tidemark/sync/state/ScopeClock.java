package org.tidemark.sync.state;

import jakarta.persistence.Cacheable;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.EntityManager;
import jakarta.persistence.Id;
import jakarta.persistence.LockModeType;
import jakarta.persistence.NamedQuery;
import jakarta.persistence.Table;
import java.util.Set;

/**
 * The counter of a scope. Who takes a number keeps the row locked until it commits, so numbers become visible in the
 * order in which they were given: a cursor never steps over a row that commits late.
 */
@Entity
@Cacheable(false)
@Table(name = "tidemark_clock")
@NamedQuery(
        name = ScopeClock.LOCK,
        query = "select c from ScopeClock c where c.scope in :scopes order by c.scope",
        lockMode = LockModeType.PESSIMISTIC_WRITE)
public class ScopeClock {

    /** Locks the clocks of {@code :scopes}, in their order. By its name, as {@link Replica#LOCK}. */
    public static final String LOCK = "Tidemark.lockClocks";

    /** Characters that the columns hold: ours, and {@code sync_scope} of the records. */
    public static final int LONGEST_SCOPE = 100;

    @Id
    @Column(name = "scope")
    private String scope;

    @Column(name = "version")
    private long version;

    /** Tombstones up to here are purged; an older cursor has to start anew. */
    @Column(name = "horizon")
    private long horizon;

    protected ScopeClock() {}

    public ScopeClock(String scope, long origin) {
        checkLength(scope);
        this.scope = scope;
        this.version = origin;
    }

    public static void checkLength(String scope) {
        if (isTooLong(scope)) {
            throw new IllegalArgumentException("the scope '" + scope.substring(0, LONGEST_SCOPE) + "…' has "
                    + scope.length() + " characters, and a scope has at most " + LONGEST_SCOPE);
        }
    }

    public static boolean isTooLong(String scope) {
        return scope.length() > LONGEST_SCOPE;
    }

    /** All that there are. */
    public static Set<String> scopes(EntityManager em) {
        return Set.copyOf(
                em.createQuery("select c.scope from ScopeClock c", String.class).getResultList());
    }

    public String scope() {
        return scope;
    }

    public long version() {
        return version;
    }

    public long horizon() {
        return horizon;
    }

    /** The next number, above {@code previous}: a record that comes from another scope brings its own version along. */
    public long next(long previous) {
        version = Math.max(version, previous) + 1;
        return version;
    }

    /** A new one gives no number that a database from before a restore may have given. */
    public void beginAt(long origin) {
        version = Math.max(version, origin);
    }

    public void purgedUpTo(long purged) {
        horizon = Math.max(horizon, purged);
    }
}
