package com.example.fieldservice;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;
import jakarta.persistence.FlushModeType;
import jakarta.persistence.PersistenceContext;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.tidemark.spi.Caller;
import org.tidemark.spi.Operation;
import org.tidemark.spi.ScopePolicy;
import org.tidemark.spi.Synchronisable;

/**
 * Everybody works in the districts that the container gave them as roles; a reader only looks. What is closed, and
 * discounts, are for the dispatcher. Who is suspended, by a row, has nothing at once, whatever a session still says.
 */
@ApplicationScoped
public class DistrictPolicy implements ScopePolicy {

    private static final String DISPATCHER = "dispatcher";

    @PersistenceContext(unitName = "fieldservice")
    private EntityManager em;

    @Override
    public Set<String> readable(Caller caller) {
        if (isSuspended(caller.user())) {
            return Set.of();
        }
        return Stream.of(District.values())
                .map(District::name)
                .filter(caller::isInRole)
                .collect(Collectors.toSet());
    }

    @Override
    public Set<String> writable(Caller caller) {
        return caller.isInRole("reader") ? Set.of() : readable(caller);
    }

    private boolean isSuspended(String user) {
        return !em.createNativeQuery("select person from suspension where person = ?1")
                .setParameter(1, user)
                .setFlushMode(FlushModeType.COMMIT)
                .getResultList()
                .isEmpty();
    }

    @Override
    public boolean mayChange(Caller caller, Synchronisable record, Operation operation) {
        return !(record instanceof Appointment appointment) || !appointment.isClosed() || caller.isInRole(DISPATCHER);
    }

    @Override
    public Set<String> readOnly(Caller caller, Class<? extends Synchronisable> type) {
        return type == Appointment.class && !caller.isInRole(DISPATCHER) ? Set.of("discount") : Set.of();
    }
}
