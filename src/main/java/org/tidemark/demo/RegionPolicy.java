package org.tidemark.demo;

import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.tidemark.spi.Caller;
import org.tidemark.spi.ScopePolicy;

/** A region is a role: who has it reads and writes there. */
@ApplicationScoped
public class RegionPolicy implements ScopePolicy {

    private static final List<String> REGIONS = List.of("emea", "apac", "amer");

    @Override
    public Set<String> readable(Caller caller) {
        return REGIONS.stream().filter(caller::isInRole).collect(Collectors.toUnmodifiableSet());
    }
}
