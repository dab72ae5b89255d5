package org.tidemark.rest;

import jakarta.ws.rs.core.SecurityContext;
import org.tidemark.spi.Caller;

/** The caller as the container knows it. */
record SignedIn(SecurityContext security) implements Caller {

    @Override
    public String user() {
        return security.getUserPrincipal().getName();
    }

    @Override
    public boolean isInRole(String role) {
        return security.isUserInRole(role);
    }
}
