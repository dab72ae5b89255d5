package org.tidemark.rest;

import jakarta.annotation.Priority;
import jakarta.ws.rs.Priorities;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerRequestFilter;
import jakarta.ws.rs.container.PreMatching;
import org.tidemark.json.Json;

/** All of {@code /api} needs a user, whatever the deployment's constraints say. */
@PreMatching
@Priority(Priorities.AUTHENTICATION)
public class AuthenticationFilter implements ContainerRequestFilter {

    @Override
    public void filter(ContainerRequestContext request) {
        if (request.getSecurityContext().getUserPrincipal() == null) {
            request.abortWith(Problem.response(Json.createObjectBuilder()
                    .add("type", "urn:tidemark:problem:unauthenticated")
                    .add("title", "Sign in first")
                    .add("status", 401)
                    .add("detail", "The request carries no user.")
                    .build()));
            return;
        }
        request.setProperty(SignedIn.LET_IN, true);
    }
}
