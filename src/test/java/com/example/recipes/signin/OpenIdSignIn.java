package com.example.recipes.signin;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Named;
import jakarta.security.enterprise.authentication.mechanism.http.OpenIdAuthenticationMechanismDefinition;
import jakarta.security.enterprise.authentication.mechanism.http.openid.ClaimsDefinition;
import jakarta.security.enterprise.authentication.mechanism.http.openid.LogoutDefinition;

/** The company's identity provider signs people in. Groups of the claim become roles. */
@OpenIdAuthenticationMechanismDefinition(
        providerURI = "${openId.provider}",
        clientId = "${openId.client}",
        clientSecret = "${openId.secret}",
        redirectURI = "${baseURL}/callback",
        claimsDefinition = @ClaimsDefinition(callerNameClaim = "preferred_username", callerGroupsClaim = "groups"),
        logout = @LogoutDefinition(redirectURI = "${baseURL}/"))
@ApplicationScoped
@Named("openId")
public class OpenIdSignIn {

    public String getProvider() {
        return System.getProperty("openid.provider");
    }

    public String getClient() {
        return System.getProperty("openid.client");
    }

    public String getSecret() {
        return System.getProperty("openid.secret");
    }
}
