package com.example.recipes.signin;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.security.enterprise.authentication.mechanism.http.BasicAuthenticationMechanismDefinition;

/** The browser, or whoever calls, sends name and password with each request. */
@BasicAuthenticationMechanismDefinition(realmName = "Field service")
@ApplicationScoped
public class BasicSignIn {}
