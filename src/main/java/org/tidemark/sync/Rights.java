package org.tidemark.sync;

import java.util.HashSet;
import java.util.Set;
import org.tidemark.spi.Caller;
import org.tidemark.spi.ScopePolicy;

/** The scopes of one caller, asked for once a request. */
record Rights(Set<String> readable, Set<String> writable) {

    static Rights of(Caller caller, ScopePolicy policy) {
        Set<String> readable = Set.copyOf(policy.readable(caller));
        Set<String> writable = new HashSet<>(policy.writable(caller));
        writable.retainAll(readable);
        return new Rights(readable, Set.copyOf(writable));
    }

    boolean mayRead(String scope) {
        return readable.contains(scope);
    }

    boolean mayWrite(String scope) {
        return writable.contains(scope);
    }
}
