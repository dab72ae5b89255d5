package org.tidemark.demo;

import jakarta.enterprise.event.Observes;
import jakarta.enterprise.inject.spi.AfterDeploymentValidation;
import jakarta.enterprise.inject.spi.Extension;
import jakarta.enterprise.inject.spi.ProcessAnnotatedType;
import java.util.Set;
import org.tidemark.config.Setting;
import org.tidemark.openid.OpenId;

/**
 * Who knows the users: the demo ({@code tidemark.demo=true}), an OpenID Connect provider
 * ({@code tidemark.oidc.issuer}), which comes first, or the container.
 *
 * <p>The beans of the other ways are taken away before the server can see them. A bean that is there but does nothing
 * would not do: one authentication mechanism in a WAR is enough to switch the container's own security off.
 * MicroProfile Config is not there yet at that time.
 */
public class DemoMode implements Extension {

    private static final Set<Class<?>> DEMO_ONLY = Set.of(DemoUsers.class, DemoSignIn.class);
    private static final Set<Class<?>> OPENID_ONLY = Set.of(OpenIdSignIn.class);

    static boolean isOn() {
        return !isOpenId() && Boolean.parseBoolean(given(Setting.DEMO));
    }

    static boolean isOpenId() {
        return !given(Setting.OIDC_ISSUER).isEmpty();
    }

    private static String given(Setting setting) {
        String property = System.getProperty(setting.key());
        String found = property == null ? System.getenv(Setting.inEnvironment(setting.key())) : property;
        return found == null ? "" : found.strip();
    }

    <T> void takeAway(@Observes ProcessAnnotatedType<T> type) {
        Class<T> bean = type.getAnnotatedType().getJavaClass();
        if (!isOn() && DEMO_ONLY.contains(bean) || !isOpenId() && OPENID_ONLY.contains(bean)) {
            type.veto();
        }
    }

    /** Who has mistaken a setting reads so when the application starts, and not when somebody signs in. */
    void check(@Observes AfterDeploymentValidation validation) {
        if (!isOpenId()) {
            return;
        }
        try {
            OpenId.check();
        } catch (IllegalStateException mistaken) {
            validation.addDeploymentProblem(mistaken);
        }
    }
}
