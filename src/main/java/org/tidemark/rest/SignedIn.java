package org.tidemark.rest;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.ws.rs.ForbiddenException;
import jakarta.ws.rs.NotFoundException;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import org.tidemark.spi.Caller;
import org.tidemark.web.WebModule;

/**
 * The caller as the container knows it, and as {@link AuthenticationFilter} has let it in; each resource asks for it
 * before anything else. A role is asked for once: a request that is decided in several transactions is decided by the
 * same rights, and what a policy asked in the request it may ask again on another thread.
 *
 * <p>An application's own REST application that takes whatever the server finds in the WAR serves our resources too,
 * but without that filter and our mappers. There they are not found.
 */
final class SignedIn implements Caller {

    /** A property of the request, which is an attribute of the servlet's. */
    static final String LET_IN = "org.tidemark.let-in";

    private static final int MAX_DEVICE = 200;

    private final HttpServletRequest request;
    private final WebModule module = WebModule.current();
    private final String user;
    private final String device;
    private final UndeclaredRoles undeclared;
    private final Map<String, Boolean> roles = new ConcurrentHashMap<>();

    SignedIn(HttpServletRequest request, String device) {
        if (request.getAttribute(LET_IN) == null) {
            throw new NotFoundException();
        }
        this.request = request;
        this.user = request.getUserPrincipal().getName();
        this.undeclared = UndeclaredRoles.of(request.getServletContext());
        this.device = device == null ? "" : device.substring(0, Math.min(device.length(), MAX_DEVICE));
    }

    SignedIn(HttpServletRequest request) {
        this(request, "");
    }

    @Override
    public String user() {
        return user;
    }

    @Override
    public String device() {
        return device;
    }

    @Override
    public boolean isInRole(String role) {
        return roles.computeIfAbsent(role, this::ask);
    }

    /** Refuses who has none of these roles. */
    SignedIn demand(String... anyOf) {
        if (Stream.of(anyOf).noneMatch(this::isInRole)) {
            throw new ForbiddenException();
        }
        return this;
    }

    private boolean ask(String role) {
        boolean isIn = module.ask(() -> request.isUserInRole(role));
        if (!isIn) {
            undeclared.refused(role, user);
        }
        return isIn;
    }
}
