package com.example.recipes.signin;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.security.enterprise.authentication.mechanism.http.FormAuthenticationMechanismDefinition;
import jakarta.security.enterprise.authentication.mechanism.http.LoginToContinue;

/** A page with a form, and a session. */
@FormAuthenticationMechanismDefinition(
        loginToContinue =
                @LoginToContinue(
                        loginPage = "/login.html",
                        errorPage = "/login.html?failed",
                        useForwardToLogin = false))
@ApplicationScoped
public class FormSignIn {}
