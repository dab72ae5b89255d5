package org.tidemark.health;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Produces;
import jakarta.enterprise.inject.spi.CDI;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;

/**
 * The same checks where the server has MicroProfile Health, which then answers {@code /health} itself. No bean by its
 * own: {@link MicroProfileHealthExtension} adds it where the interfaces are.
 */
public class MicroProfileHealth {

    @Produces
    @Readiness
    @ApplicationScoped
    HealthCheck database() {
        return named("tidemark-database");
    }

    @Produces
    @Readiness
    @ApplicationScoped
    HealthCheck schema() {
        return named("tidemark-schema");
    }

    @Produces
    @Readiness
    @ApplicationScoped
    HealthCheck clocks() {
        return named("tidemark-clocks");
    }

    @Produces
    @Readiness
    @ApplicationScoped
    HealthCheck triggers() {
        return named("tidemark-triggers");
    }

    /** Asked for by the thread's application: what an extension adds sees no bean of the WAR in Payara. */
    private static HealthCheck named(String name) {
        return () -> CDI.current().select(org.tidemark.health.Readiness.class).get().checks().stream()
                .filter(check -> check.name().equals(name))
                .map(MicroProfileHealth::response)
                .findFirst()
                .orElseThrow();
    }

    private static HealthCheckResponse response(Check check) {
        var response = HealthCheckResponse.named(check.name()).status(check.isUp());
        check.data().forEach(response::withData);
        return response.build();
    }
}
