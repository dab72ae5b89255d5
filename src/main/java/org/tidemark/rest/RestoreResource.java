package org.tidemark.rest;

import jakarta.inject.Inject;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import org.tidemark.json.Json;
import org.tidemark.sync.ServerFacts;
import org.tidemark.sync.access.Roles;

/** Where the administrator says that the database was restored from a backup; before anybody synchronises again. */
@Path("restored")
@Produces(MediaType.APPLICATION_JSON)
public class RestoreResource {

    @Inject
    private ServerFacts server;

    @Context
    private HttpServletRequest request;

    @POST
    public byte[] restored() {
        var caller = new SignedIn(request).demand(Roles.ADMINISTRATOR);
        return SyncResource.utf8(Json.createObjectBuilder()
                .add("epoch", server.restored(caller).toString())
                .build());
    }
}
