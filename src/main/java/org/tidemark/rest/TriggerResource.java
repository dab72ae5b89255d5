package org.tidemark.rest;

import jakarta.inject.Inject;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.NotFoundException;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import org.tidemark.sync.access.Roles;
import org.tidemark.triggers.Triggers;

/** Where the administrator gets the script of the triggers by which plain SQL is noticed, to read it and to run it. */
@Path("triggers")
@Produces(MediaType.TEXT_PLAIN + ";charset=utf-8")
public class TriggerResource {

    @Inject
    private Triggers triggers;

    @Context
    private HttpServletRequest request;

    @GET
    public String script() {
        new SignedIn(request).demand(Roles.ADMINISTRATOR);
        return triggers.script()
                .orElseThrow(() -> new NotFoundException("there are triggers for PostgreSQL and MariaDB only"));
    }
}
