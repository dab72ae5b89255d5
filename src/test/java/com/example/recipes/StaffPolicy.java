package com.example.recipes;

import jakarta.enterprise.context.ApplicationScoped;
import java.util.HashSet;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.tidemark.spi.Caller;
import org.tidemark.spi.ScopePolicy;

/** Everybody reads what is shared, and works in the regions of their roles; the head office reads all that there is. */
@ApplicationScoped
public class StaffPolicy implements ScopePolicy {

    public static final String SHARED = "ALL";

    @Override
    public Set<String> readable(Caller caller) {
        if (caller.isInRole("head-office")) {
            return EVERY_SCOPE;
        }
        Set<String> scopes = new HashSet<>(regions(caller));
        scopes.add(SHARED);
        return scopes;
    }

    @Override
    public Set<String> writable(Caller caller) {
        return caller.isInRole("editor") ? Set.of(SHARED) : regions(caller);
    }

    private static Set<String> regions(Caller caller) {
        return Stream.of("emea", "apac").filter(caller::isInRole).collect(Collectors.toSet());
    }
}
