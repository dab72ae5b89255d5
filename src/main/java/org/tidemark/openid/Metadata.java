package org.tidemark.openid;

import jakarta.json.JsonArray;
import jakarta.json.JsonObject;
import jakarta.json.JsonString;
import java.net.URI;
import java.util.Optional;

/**
 * What a provider says of itself (OpenID Connect Discovery).
 *
 * @param logout where the browser is sent to sign out; not every provider has it
 * @param wantsSecretInBody it does not take the secret as HTTP Basic
 * @param namesItself it says who it is in each answer to a sign-in (RFC 9207)
 */
record Metadata(
        URI authorization, URI token, URI keys, Optional<URI> logout, boolean wantsSecretInBody, boolean namesItself) {

    static URI addressOf(URI issuer) {
        return URI.create(issuer.toString().replaceFirst("/$", "") + "/.well-known/openid-configuration");
    }

    static Metadata of(JsonObject json, URI issuer) {
        if (!json.getString("issuer", "").equals(issuer.toString())) {
            throw new ProviderAwayException("the provider calls itself otherwise than tidemark.oidc.issuer does");
        }
        return new Metadata(
                address(json, "authorization_endpoint").orElseThrow(() -> lacks("authorization_endpoint")),
                address(json, "token_endpoint").orElseThrow(() -> lacks("token_endpoint")),
                address(json, "jwks_uri").orElseThrow(() -> lacks("jwks_uri")),
                address(json, "end_session_endpoint"),
                isListed(json, "client_secret_post") && !isListed(json, "client_secret_basic"),
                json.getBoolean("authorization_response_iss_parameter_supported", false));
    }

    private static Optional<URI> address(JsonObject json, String name) {
        String text = json.getString(name, "");
        if (text.isEmpty()) {
            return Optional.empty();
        }
        try {
            return Optional.of(URI.create(text)).filter(Client::isSafe);
        } catch (IllegalArgumentException noAddress) {
            return Optional.empty();
        }
    }

    private static ProviderAwayException lacks(String name) {
        return new ProviderAwayException("the provider names no https address as " + name);
    }

    private static boolean isListed(JsonObject json, String method) {
        return json.get("token_endpoint_auth_methods_supported") instanceof JsonArray methods
                && methods.stream()
                        .anyMatch(value -> value instanceof JsonString text
                                && text.getString().equals(method));
    }
}
