package org.tidemark.demo;

import jakarta.security.enterprise.identitystore.CredentialValidationResult;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpSession;
import java.io.Serializable;
import java.util.Optional;
import java.util.Set;

/** Who signed in to the demo, as the session remembers it. */
record SignedIn(String user, Set<String> roles) implements Serializable {

    private static final String ATTRIBUTE = SignedIn.class.getName();

    static void remember(HttpSession session, CredentialValidationResult result) {
        session.setAttribute(
                ATTRIBUTE, new SignedIn(result.getCallerPrincipal().getName(), Set.copyOf(result.getCallerGroups())));
    }

    static Optional<SignedIn> by(HttpServletRequest request) {
        HttpSession session = request.getSession(false);
        if (session == null || SessionEnd.isOver(session)) {
            return Optional.empty();
        }
        return Optional.ofNullable((SignedIn) session.getAttribute(ATTRIBUTE));
    }
}
