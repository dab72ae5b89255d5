package org.tidemark.rest;

import jakarta.ws.rs.NotAuthorizedException;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.SecurityContext;
import org.tidemark.spi.Caller;

/** The caller as the container knows it. */
record SignedIn(SecurityContext security, String device) implements Caller {

    private static final int MAX_DEVICE = 200;

    SignedIn {
        if (security.getUserPrincipal() == null) {
            throw new NotAuthorizedException(
                    Response.status(Response.Status.UNAUTHORIZED).build());
        }
        device = device == null ? "" : device.substring(0, Math.min(device.length(), MAX_DEVICE));
    }

    SignedIn(SecurityContext security) {
        this(security, "");
    }

    @Override
    public String user() {
        return security.getUserPrincipal().getName();
    }

    @Override
    public boolean isInRole(String role) {
        return security.isUserInRole(role);
    }
}
