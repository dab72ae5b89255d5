package org.tidemark.rest;

import jakarta.ws.rs.core.SecurityContext;
import org.tidemark.spi.Caller;

/** The caller as the container knows it. */
record SignedIn(SecurityContext security, String device) implements Caller {

    private static final int MAX_DEVICE = 200;

    SignedIn {
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
