package com.example.fieldservice;

import jakarta.enterprise.context.ApplicationScoped;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.tidemark.spi.Caller;
import org.tidemark.spi.Operation;
import org.tidemark.spi.ScopePolicy;
import org.tidemark.spi.Synchronisable;

/**
 * Everybody works in the districts that the container gave them as roles. What is closed, and discounts, are for the
 * dispatcher.
 */
@ApplicationScoped
public class DistrictPolicy implements ScopePolicy {

    private static final String DISPATCHER = "dispatcher";

    @Override
    public Set<String> readable(Caller caller) {
        return Stream.of(District.values())
                .map(District::name)
                .filter(caller::isInRole)
                .collect(Collectors.toSet());
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
