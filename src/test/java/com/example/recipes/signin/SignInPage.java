package com.example.recipes.signin;

import jakarta.annotation.security.DeclareRoles;
import jakarta.servlet.annotation.HttpConstraint;
import jakarta.servlet.annotation.ServletSecurity;
import jakarta.servlet.annotation.WebServlet;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;

/**
 * The one address that wants a sign-in: whoever comes here is led to the form or the provider, and then back to the
 * application.
 */
@WebServlet({"/sign-in", "/callback"})
@DeclareRoles({"emea", "apac"})
@ServletSecurity(@HttpConstraint(rolesAllowed = "**"))
public class SignInPage extends HttpServlet {

    private static final long serialVersionUID = 1L;

    @Override
    protected void doGet(HttpServletRequest request, HttpServletResponse response) throws IOException {
        response.sendRedirect(request.getContextPath() + "/");
    }
}
