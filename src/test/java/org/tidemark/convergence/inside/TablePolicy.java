package org.tidemark.convergence.inside;

import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Alternative;
import jakarta.interceptor.Interceptor;
import jakarta.persistence.EntityManager;
import jakarta.persistence.PersistenceContext;
import java.util.HashSet;
import java.util.Set;
import org.tidemark.spi.Caller;
import org.tidemark.spi.ScopePolicy;

/**
 * Takes the place of the demo's policy in the WAR that the convergence machine deploys: rights are rows, so that a
 * history can grant and withdraw them.
 */
@Alternative
@Priority(Interceptor.Priority.APPLICATION)
@ApplicationScoped
public class TablePolicy implements ScopePolicy {

    @PersistenceContext(unitName = "tidemark")
    private EntityManager em;

    @Override
    public Set<String> readable(Caller caller) {
        Set<String> scopes = new HashSet<>();
        for (Object scope : em.createNativeQuery("select scope from convergence_right where member = ?")
                .setParameter(1, caller.user())
                .getResultList()) {
            scopes.add((String) scope);
        }
        return scopes;
    }
}
