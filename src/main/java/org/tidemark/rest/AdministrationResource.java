package org.tidemark.rest;

import jakarta.inject.Inject;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import org.tidemark.admin.Administration;
import org.tidemark.sync.SyncExchange;
import org.tidemark.sync.access.Roles;

/**
 * What an administrator looks at.
 *
 * <p>See docs/protocol.md, P174.
 */
@Path("administration")
@Produces(MediaType.APPLICATION_JSON)
public class AdministrationResource {

    @Inject
    private Administration administration;

    @Inject
    private SyncExchange exchange;

    @Context
    private HttpServletRequest request;

    @GET
    @Compressed
    public byte[] report() {
        new SignedIn(request).demand(Roles.ADMINISTRATOR);
        // Asked there, since a database that nobody has used yet has none: it is made, in a transaction of its own.
        return SyncResource.utf8(administration.report(exchange.epoch()));
    }
}
