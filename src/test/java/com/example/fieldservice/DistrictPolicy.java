package com.example.fieldservice;

import jakarta.enterprise.context.ApplicationScoped;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.tidemark.spi.Caller;
import org.tidemark.spi.ScopePolicy;

/** Everybody works in the districts that the container gave them as roles. */
@ApplicationScoped
public class DistrictPolicy implements ScopePolicy {

    @Override
    public Set<String> readable(Caller caller) {
        return Stream.of(District.values())
                .map(District::name)
                .filter(caller::isInRole)
                .collect(Collectors.toSet());
    }
}
