package org.tidemark.sync;

import jakarta.ejb.ConcurrencyManagement;
import jakarta.ejb.ConcurrencyManagementType;
import jakarta.ejb.DependsOn;
import jakarta.ejb.Schedule;
import jakarta.ejb.Singleton;
import jakarta.enterprise.event.Event;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.event.TransactionPhase;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import jakarta.persistence.PersistenceContext;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Notices that a scope has advanced on another node, by looking at the clock rows: a small table, whatever the records are. What
 * this node commits is announced at once.
 */
@Singleton
@DependsOn("Schema")
@ConcurrencyManagement(ConcurrencyManagementType.BEAN)
public class ScopeWatch {

    private final Map<String, Long> known = new ConcurrentHashMap<>();

    @PersistenceContext(name = "persistence/tidemark", unitName = "tidemark")
    private EntityManager em;

    @Inject
    private Event<ScopeAdvanced> advanced;

    /** Looks once a second. */
    @Schedule(hour = "*", minute = "*", second = "*", persistent = false)
    void look() {
        List<ScopeClock> clocks = em.createQuery("select c from ScopeClock c", ScopeClock.class).getResultList();
        for (ScopeClock clock : clocks) {
            Long before = known.put(clock.scope(), clock.version());
            if (before != null && before < clock.version()) {
                advanced.fire(new ScopeAdvanced(clock.scope(), clock.version()));
            }
        }
    }

    public void note(@Observes(during = TransactionPhase.AFTER_SUCCESS) ScopeAdvanced event) {
        known.merge(event.scope(), event.version(), Math::max);
    }
}
