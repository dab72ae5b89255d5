package org.tidemark.sync.access;

import jakarta.enterprise.context.Dependent;
import jakarta.enterprise.inject.Instance;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import org.tidemark.spi.Caller;
import org.tidemark.spi.ScopePolicy;
import org.tidemark.sync.state.ScopeClock;

/** Asks the application's policy for the rights of a caller. Without a policy nobody has any. */
@Dependent
public class PolicyRights {

    @Inject
    private Instance<ScopePolicy> policy;

    @Inject
    private CallersWithoutScope withoutScope;

    public CallerRights of(EntityManager em, Caller caller) {
        CallerRights rights = CallerRights.of(
                caller, policy.isUnsatisfied() ? CallerRights.NOBODY : policy.get(), () -> ScopeClock.scopes(em));
        if (rights.readsNothing() && !policy.isUnsatisfied()) {
            withoutScope.tell(caller.user());
        }
        return rights;
    }
}
