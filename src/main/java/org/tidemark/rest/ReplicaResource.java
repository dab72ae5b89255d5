package org.tidemark.rest;

import jakarta.inject.Inject;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import java.io.InputStream;
import java.util.UUID;
import org.tidemark.desk.ReplicaDirectory;
import org.tidemark.json.Json;
import org.tidemark.protocol.Limits;
import org.tidemark.protocol.MessageReader;
import org.tidemark.protocol.Refusal;
import org.tidemark.web.Workload;

/** The replicas. */
@Path("replicas")
@Produces(MediaType.APPLICATION_JSON)
public class ReplicaResource {

    private static final int MAX_LABEL = 200;

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
        replicas.revoke(caller, pathId(id));
    }

    @PUT
    @Path("{id}/label")
    @Consumes(MediaType.APPLICATION_JSON)
    public void label(@PathParam("id") String id, InputStream body, @Context HttpHeaders headers) {
        var caller = new SignedIn(request);
        var message = new MessageReader(
                RequestBody.read(body, headers, Limits.DEFAULT.bytes(), Workload.allowance(request)), "");
        String label = message.text("label", MAX_LABEL);
        if (label == null) {
            throw Refusal.malformed("/label", "label is missing");
        }
        message.end();
        replicas.label(caller, pathId(id), label.strip());
    }

    private static UUID pathId(String id) {
        try {
            return UUID.fromString(id);
        } catch (IllegalArgumentException e) {
            throw Refusal.notFound("There is no replica " + id + ".");
        }
    }
}
