package org.tidemark.openid;

import java.net.URI;
import java.util.Optional;
import java.util.Set;
import org.tidemark.config.Setting;

/**
 * What the provider and we have agreed on.
 *
 * @param secret empty for a public client, which PKCE alone protects
 * @param audience whom an access token has to be for; empty: none opens the API
 * @param nameClaim where a token has the user's name
 * @param rolesClaim where it has the roles: a name, or a path such as {@code realm_access.roles}
 */
record Client(
        URI issuer,
        String id,
        Optional<String> secret,
        Optional<String> audience,
        String scope,
        String nameClaim,
        String rolesClaim) {

    private static final Set<String> LOOPBACK = Set.of("localhost", "127.0.0.1", "[::1]");

    Client {
        if (!isSafe(issuer)) {
            throw new IllegalStateException(Setting.OIDC_ISSUER.key()
                    + " must be an https address, or an http address of this machine, without a query");
        }
        if (id.isEmpty()) {
            throw new IllegalStateException(
                    Setting.OIDC_CLIENT.key() + " is missing; " + Setting.OIDC_ISSUER.key() + " alone signs nobody in");
        }
        if (audience.filter(id::equals).isPresent()) {
            // An ID token is for the client; it would open the API, and it has been in the address of a sign-out.
            throw new IllegalStateException(
                    Setting.OIDC_AUDIENCE.key() + " must be another name than " + Setting.OIDC_CLIENT.key());
        }
    }

    static Client configured() {
        return new Client(
                issuer(Setting.OIDC_ISSUER.text().orElse("")),
                Setting.OIDC_CLIENT.text().orElse(""),
                Setting.OIDC_SECRET.text(),
                Setting.OIDC_AUDIENCE.text(),
                Setting.OIDC_SCOPE.text().orElse("openid"),
                Setting.OIDC_NAME.text().orElse("sub"),
                Setting.OIDC_ROLES.text().orElse("roles"));
    }

    private static URI issuer(String text) {
        try {
            return URI.create(text);
        } catch (IllegalArgumentException noAddress) {
            return URI.create("");
        }
    }

    /** Nobody on the way reads or changes what is sent there. */
    static boolean isSafe(URI address) {
        String host = address.getHost();
        return host != null
                && address.getRawUserInfo() == null
                && address.getRawFragment() == null
                && ("https".equals(address.getScheme())
                        || "http".equals(address.getScheme()) && LOOPBACK.contains(host));
    }

    /** Not the secret. */
    @Override
    public String toString() {
        return "Client[" + id + " of " + issuer + "]";
    }
}
