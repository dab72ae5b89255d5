package org.tidemark.bench;

import jakarta.ws.rs.ApplicationPath;
import jakarta.ws.rs.core.Application;
import java.util.Set;
import org.tidemark.rest.AuthenticationFilter;

/** Beside {@code /api}, which lists its resources; the same sign-in and the same filter stand before it. */
@ApplicationPath("bench")
public class NothingApi extends Application {

    @Override
    public Set<Class<?>> getClasses() {
        return Set.of(Nothing.class, OneSelect.class, AuthenticationFilter.class);
    }
}
