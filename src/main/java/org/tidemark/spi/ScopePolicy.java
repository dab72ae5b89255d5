package org.tidemark.spi;

import java.util.Collections;
import java.util.HashSet;
import java.util.Set;

/**
 * Says what a caller may read and write. The application provides one CDI bean; without one nobody may see anything.
 *
 * <pre>{@code
 * @ApplicationScoped
 * public class RegionPolicy implements ScopePolicy {
 *     public Set<String> readable(Caller caller) {
 *         return caller.isInRole("emea-sales") ? Set.of("emea") : Set.of();
 *     }
 *
 *     public boolean mayChange(Caller caller, Synchronisable record, Operation operation) {
 *         return !(record instanceof Invoice invoice) || !invoice.isPaid() || caller.isInRole("accountant");
 *     }
 *
 *     public Set<String> readOnly(Caller caller, Class<? extends Synchronisable> type) {
 *         return type == Invoice.class && !caller.isInRole("accountant") ? Set.of("discount") : Set.of();
 *     }
 * }
 * }</pre>
 *
 * <p>The sets are asked for in each request, and before each hint to an open event stream: there by the {@link Caller}
 * alone, on a thread that has no request. The policy may query, and should be quick. What it loads by JPA are entities
 * of the same transaction: so a push asks after the lock of its records, else it would decide on what they were before.
 * An exception in the sets is a defect of the application: the request is answered with 500, nothing is written, and
 * the replica tries again later.
 */
public interface ScopePolicy {

    /**
     * Every scope there is, and each that comes: for the head office. {@link #readable} or {@link #writable} returns
     * this very object. A copy of it names no scope, and no text does what it does, so nobody gets it by the name of a
     * region or a team.
     *
     * <p>Each pull looks at the clocks of all scopes: it is meant for hundreds of scopes, not for a hundred thousand.
     */
    Set<String> EVERY_SCOPE = Collections.unmodifiableSet(new HashSet<>());

    /** The scopes whose records the caller may hold. A scope that is missing here leaves the caller's replicas. */
    Set<String> readable(Caller caller);

    /** The scopes in which the caller may add, change and delete. What is not readable is not writable either. */
    default Set<String> writable(Caller caller) {
        return readable(caller);
    }

    /**
     * Whether the caller may do this to this record, whose scope it may write. Asked under the record's lock: a record
     * to be deleted is shown as it is, a new one as it would be, a modified one first as it is and then as it would be.
     * All answers must be yes. What is refused is answered as {@code forbidden}; an exception refuses too, and is
     * logged.
     *
     * @param record an entity of the current transaction, to look at and not to change
     */
    default boolean mayChange(Caller caller, Synchronisable record, Operation operation) {
        return true;
    }

    /**
     * The attributes of a type, by their names in Java, that the caller may not change in any record. Its replicas are
     * told that they are read-only. A change that gives one of them another value all the same (in a new record:
     * another one than the entity's class does) is answered as {@code forbidden}, with the field's name.
     *
     * @param type the entity class that is {@link Synchronised}
     */
    default Set<String> readOnly(Caller caller, Class<? extends Synchronisable> type) {
        return Set.of();
    }
}
