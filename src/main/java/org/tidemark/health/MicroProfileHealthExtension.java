package org.tidemark.health;

import jakarta.enterprise.event.Observes;
import jakarta.enterprise.inject.spi.BeforeBeanDiscovery;
import jakarta.enterprise.inject.spi.Extension;

/** Adds {@link MicroProfileHealth} where the server has what it implements. Elsewhere its class cannot be loaded. */
public class MicroProfileHealthExtension implements Extension {

    private static final String INTERFACE = "org.eclipse.microprofile.health.HealthCheck";

    void add(@Observes BeforeBeanDiscovery event) {
        if (isThere()) {
            event.addAnnotatedType(MicroProfileHealth.class, MicroProfileHealth.class.getName());
        }
    }

    private static boolean isThere() {
        try {
            Class.forName(INTERFACE, false, MicroProfileHealthExtension.class.getClassLoader());
            return true;
        } catch (ClassNotFoundException e) {
            return false;
        }
    }
}
