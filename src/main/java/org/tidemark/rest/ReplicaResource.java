package org.tidemark.rest;

import jakarta.inject.Inject;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import java.util.UUID;
import org.tidemark.desk.ReplicaDirectory;
import org.tidemark.json.Json;
import org.tidemark.protocol.Refusal;

/** The replicas. */
@Path("replicas")
@Produces(MediaType.APPLICATION_JSON)
public class ReplicaResource {

    @Inject
    private ReplicaDirectory replicas;

    @Context
    private HttpServletRequest request;

    @GET
    @Compressed
    public byte[] list(@QueryParam("after") String after, @QueryParam("limit") String limit) {
        var caller = new SignedIn(request);
        var page = PageQuery.of(limit, after);
        var found = replicas.list(caller, page.after(), page.limit() + 1);
        var list = Json.createArrayBuilder();
        found.stream().limit(page.limit()).forEach(list::add);
        return SyncResource.utf8(Json.createObjectBuilder()
                .add("replicas", list)
                .add("more", found.size() > page.limit())
                .build());
    }

    @DELETE
    @Path("{id}")
    public void revoke(@PathParam("id") String id) {
        var caller = new SignedIn(request);
        UUID replica;
        try {
            replica = UUID.fromString(id);
        } catch (IllegalArgumentException e) {
            throw Refusal.notFound("There is no replica " + id + ".");
        }
        replicas.revoke(caller, replica);
    }
}
