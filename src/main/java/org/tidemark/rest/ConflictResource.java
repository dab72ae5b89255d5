package org.tidemark.rest;

import jakarta.inject.Inject;
import jakarta.json.JsonObject;
import jakarta.json.JsonValue;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.ws.rs.BeanParam;
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
import java.util.UUID;
import org.tidemark.desk.ConflictDesk;
import org.tidemark.desk.ConflictRegister;
import org.tidemark.desk.ConflictReopening;
import org.tidemark.desk.FollowUps;
import org.tidemark.desk.KnownPeople;
import org.tidemark.desk.LostDecisions;
import org.tidemark.desk.LostSide;
import org.tidemark.json.Json;
import org.tidemark.memory.Allowance;
import org.tidemark.protocol.Limits;
import org.tidemark.protocol.MessageReader;
import org.tidemark.protocol.Refusal;
import org.tidemark.protocol.Resolution.Outcome;
import org.tidemark.sync.access.Roles;
import org.tidemark.web.Workload;

/**
 * The conflict desk.
 *
 * <p>See docs/protocol.md, P130 to P138, P182 to P184 and P188.
 */
@Path("conflicts")
@Produces(MediaType.APPLICATION_JSON)
public class ConflictResource {

    private static final int MAX_NOTE = 4_000;
    private static final int MAX_NAME = 200;

    @Inject
    private ConflictRegister register;

    @Inject
    private ConflictDesk desk;

    @Inject
    private FollowUps followUps;

    @Inject
    private KnownPeople people;

    @Inject
    private ConflictReopening reopening;

    @Inject
    private LostDecisions lost;

    @Context
    private HttpServletRequest request;

    @GET
    @Compressed
    public byte[] list(@BeanParam ConflictParameters parameters) {
        var caller = new SignedIn(request);
        var found = register.list(caller, parameters.filter(), parameters.slice(), allowance());
        return SyncResource.utf8(Json.createObjectBuilder()
                .add("conflicts", Json.createArrayBuilder(found.conflicts()))
                .add("more", found.more())
                .build());
    }

    /** Decisions by which an edit of the caller was not kept. */
    @GET
    @Path("lost")
    @Compressed
    public byte[] lost(@QueryParam("since") String since, @QueryParam("limit") String limit) {
        var caller = new SignedIn(request);
        int most = PageQuery.of(limit, null).limit();
        var decisions = lost.list(caller, ConflictParameters.instant(since, "since"), most, allowance());
        return SyncResource.utf8(Json.createObjectBuilder()
                .add("decisions", Json.createArrayBuilder(decisions))
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

    /** Whom a steward may ask to decide. */
    @GET
    @Path("{id}/people")
    public byte[] people(@PathParam("id") String id, @QueryParam("name") String name) {
        var caller = new SignedIn(request).demand(Roles.STEWARD);
        var found = people.of(caller, pathId(id), ConflictParameters.text(name, "name"));
        return SyncResource.utf8(Json.createObjectBuilder()
                .add("people", Json.createArrayBuilder(found))
                .build());
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

    @POST
    @Path("{id}/follow-up")
    @Consumes(MediaType.APPLICATION_JSON)
    public byte[] followUp(@PathParam("id") String id, InputStream body, @Context HttpHeaders headers) {
        var caller = new SignedIn(request);
        var message = new MessageReader(RequestBody.read(body, headers, Limits.DEFAULT.bytes(), allowance()), "");
        var changes = new FollowUps.Changes(
                message.text("note", MAX_NOTE),
                message.text("was", MAX_NOTE),
                truth(message, "reviewed"),
                message.text("assignee", MAX_NAME));
        message.end();
        followUps.change(caller, pathId(id), changes);
        return get(id);
    }

    /** Opens a closed conflict again, and answers the new one. */
    @POST
    @Path("{id}/reopening")
    @Consumes(MediaType.APPLICATION_JSON)
    public byte[] reopen(@PathParam("id") String id, InputStream body, @Context HttpHeaders headers) {
        var caller = new SignedIn(request);
        var message = new MessageReader(RequestBody.read(body, headers, Limits.DEFAULT.bytes(), allowance()), "");
        var side = message.optional("side") == null ? null : message.oneOf("side", LostSide.Which.class);
        message.end();
        return get(reopening.reopen(caller, pathId(id), side).toString());
    }

    private static Boolean truth(MessageReader message, String name) {
        JsonValue value = message.optional(name);
        if (value != null && value != JsonValue.TRUE && value != JsonValue.FALSE) {
            throw Refusal.malformed(message.at(name), name + " must be true or false");
        }
        return value == null ? null : value == JsonValue.TRUE;
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
