package org.tidemark.demo;

import jakarta.enterprise.event.Observes;
import jakarta.enterprise.inject.spi.Extension;
import jakarta.enterprise.inject.spi.ProcessAnnotatedType;
import java.util.Set;

/**
 * Whether this server shows the sample application with users of its own: {@code tidemark.demo=true} as system
 * property, or {@code TIDEMARK_DEMO=true} in the environment.
 *
 * <p>Without it the beans that sign in are taken away before the server can see them. A bean that is there but does
 * nothing would not do: one authentication mechanism in a WAR is enough to switch the container's own security off.
 */
public class DemoMode implements Extension {

    private static final Set<Class<?>> DEMO_ONLY = Set.of(DemoUsers.class, DemoSignIn.class);

    static boolean isOn() {
        String property = System.getProperty("tidemark.demo");
        return Boolean.parseBoolean(property == null ? System.getenv("TIDEMARK_DEMO") : property);
    }

    <T> void takeAway(@Observes ProcessAnnotatedType<T> type) {
        if (!isOn() && DEMO_ONLY.contains(type.getAnnotatedType().getJavaClass())) {
            type.veto();
        }
    }
}
