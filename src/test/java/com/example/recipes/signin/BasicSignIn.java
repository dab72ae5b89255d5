package com.example.recipes.signin;

import jakarta.annotation.security.DeclareRoles;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.security.enterprise.authentication.mechanism.http.BasicAuthenticationMechanismDefinition;

/** The browser, or whoever calls, sends name and password with each request. */
@BasicAuthenticationMechanismDefinition(realmName = "Field service")
@DeclareRoles({"emea", "apac"})
@ApplicationScoped
public class BasicSignIn {}
