package org.tidemark.spi;

import java.util.Set;

/**
 * Says which scopes a caller may read and write. The estate provides one CDI bean; without one nobody may see anything.
 *
 * <pre>{@code
 * @ApplicationScoped
 * public class RegionPolicy implements ScopePolicy {
 *     public Set<String> readable(Caller caller) {
 *         return caller.isInRole("emea-sales") ? Set.of("emea") : Set.of();
 *     }
 * }
 * }</pre>
 *
 * <p>It is asked once for each request, before a row is locked; it may query, and should be quick.
 */
public interface ScopePolicy {

    /** The scopes whose records the caller may hold. A scope that is missing here leaves the caller's replicas. */
    Set<String> readable(Caller caller);

    /** The scopes in which the caller may add, change and delete. What is not readable is not writable either. */
    default Set<String> writable(Caller caller) {
        return readable(caller);
    }
}
