package org.tidemark.rest;

import jakarta.inject.Inject;
import jakarta.json.JsonObject;
import jakarta.json.JsonValue;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import java.io.InputStream;
import java.util.Set;
import java.util.UUID;
import org.tidemark.desk.ConflictDesk;
import org.tidemark.desk.ConflictFilter;
import org.tidemark.desk.ConflictRegister;
import org.tidemark.json.Json;
import org.tidemark.memory.Allowance;
import org.tidemark.protocol.Limits;
import org.tidemark.protocol.MessageReader;
import org.tidemark.protocol.Refusal;
import org.tidemark.protocol.Resolution.Outcome;
import org.tidemark.web.Workload;

/** The conflict desk. */
@Path("conflicts")
@Produces(MediaType.APPLICATION_JSON)
public class ConflictResource {

    private static final Set<String> STATUSES = Set.of("open", "settled", "superseded");

    @Inject
    private ConflictRegister register;

    @Inject
    private ConflictDesk desk;

    @Context
    private HttpServletRequest request;

    @GET
    @Compressed
    public byte[] list(
            @QueryParam("status") String status,
            @QueryParam("collection") String collection,
            @QueryParam("replica") String replica,
            @QueryParam("after") String after,
            @QueryParam("limit") String limit) {
        var caller = new SignedIn(request);
        if (status != null && !STATUSES.contains(status)) {
            throw Refusal.malformed("", "status must be open, settled or superseded");
        }
        var page = PageQuery.of(limit, after);
        var filter =
                new ConflictFilter(status, collection, PageQuery.uuid(replica, "replica"), page.after(), page.limit());
        var found = register.list(caller, filter, allowance());
        var conflicts = Json.createArrayBuilder();
        found.conflicts().forEach(conflicts::add);
        return SyncResource.utf8(Json.createObjectBuilder()
                .add("conflicts", conflicts)
                .add("more", found.more())
                .build());
    }

    @GET
    @Path("{id}")
    public byte[] get(@PathParam("id") String id) {
        var caller = new SignedIn(request);
        return SyncResource.utf8(register.find(caller, pathId(id), allowance())
                .map(conflict -> register.asItIsNow(caller, conflict))
                .orElseThrow(() -> notFound(id)));
    }

    @POST
    @Path("{id}/resolution")
    @Consumes(MediaType.APPLICATION_JSON)
    public byte[] resolve(@PathParam("id") String id, InputStream body, @Context HttpHeaders headers) {
        var caller = new SignedIn(request);
        var message = new MessageReader(RequestBody.read(body, headers, Limits.DEFAULT.bytes(), allowance()), "");
        Outcome outcome = message.oneOf("outcome", Outcome.class);
        long version = message.positive("version", MessageReader.MAX_SAFE_INTEGER);
        JsonObject fields = JsonValue.EMPTY_JSON_OBJECT;
        if (outcome == Outcome.MERGED) {
            fields = message.object("fields");
        }
        message.end();
        return SyncResource.utf8(desk.resolve(caller, pathId(id), outcome, version, fields, allowance()));
    }

    private Allowance allowance() {
        return Workload.allowance(request);
    }

    private static UUID pathId(String id) {
        try {
            return UUID.fromString(id);
        } catch (IllegalArgumentException e) {
            throw notFound(id);
        }
    }

    private static Refusal notFound(String id) {
        return Refusal.notFound("There is no conflict " + id + ".");
    }
}
