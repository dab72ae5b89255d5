package org.tidemark.rest;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.ws.rs.NotFoundException;
import org.tidemark.spi.Caller;

/**
 * The caller as the container knows it, and as {@link AuthenticationFilter} has let it in; each resource asks for it before anything
 * else.
 *
 * <p>An estate's own REST application that takes whatever the server finds in the WAR serves our resources too, but without that
 * filter and our mappers. There they are not found.
 */
record SignedIn(HttpServletRequest request, String device) implements Caller {

    /** A property of the request, which is an attribute of the servlet's. */
    static final String LET_IN = "org.tidemark.let-in";

    private static final int MAX_DEVICE = 200;

    SignedIn {
        if (request.getAttribute(LET_IN) == null) {
            throw new NotFoundException();
        }
        device = device == null ? "" : device.substring(0, Math.min(device.length(), MAX_DEVICE));
    }

    SignedIn(HttpServletRequest request) {
        this(request, "");
    }

    @Override
    public String user() {
        return request.getUserPrincipal().getName();
    }

    @Override
    public boolean isInRole(String role) {
        return request.isUserInRole(role);
    }
}
