package org.tidemark.rest;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.json.JsonObject;
import jakarta.json.JsonValue;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.stream.Stream;
import org.tidemark.json.Json;
import org.tidemark.json.JsonWriter;
import org.tidemark.memory.Allowance;
import org.tidemark.metrics.Meters;
import org.tidemark.protocol.Limits;
import org.tidemark.protocol.SyncAnswer;
import org.tidemark.protocol.SyncRequest;
import org.tidemark.rest.events.Asking;
import org.tidemark.rest.events.EventStreams;
import org.tidemark.sync.SyncExchange;
import org.tidemark.sync.access.Roles;
import org.tidemark.web.Workload;

/**
 * What the server synchronises, and the synchronisation. Made once: to make and fill it at each request would be dear
 * where there is nothing new.
 *
 * <p>See docs/protocol.md, P30 to P36 and P40 to P113.
 */
@ApplicationScoped
@Path("")
@Produces(MediaType.APPLICATION_JSON)
public class SyncResource {

    private static final int PROTOCOL = 1;

    @Inject
    private SyncExchange exchange;

    @Inject
    private EventStreams streams;

    @Inject
    private PushBrake brake;

    @GET
    @Compressed
    public byte[] describe(@Context HttpServletRequest request) {
        var caller = new SignedIn(request);
        var roles = Json.createArrayBuilder();
        Stream.of(Roles.STEWARD, Roles.ADMINISTRATOR).filter(caller::isInRole).forEach(roles::add);
        var limits = Json.createObjectBuilder()
                .add("changes", Limits.DEFAULT.changes())
                .add("bytes", Limits.DEFAULT.bytes())
                .add("page", Limits.DEFAULT.page());
        var collections = Json.createArrayBuilder();
        exchange.collections(caller).forEach(collections::add);
        return utf8(Json.createObjectBuilder()
                .add("protocol", PROTOCOL)
                .add("epoch", exchange.epoch().toString())
                .add("user", caller.user())
                .add("roles", roles)
                .add("limits", limits)
                .add("writableScopes", writableScopes(caller))
                .add("collections", collections)
                .build());
    }

    private JsonValue writableScopes(SignedIn caller) {
        return exchange.writableScopes(caller)
                .<JsonValue>map(scopes -> {
                    var list = Json.createArrayBuilder();
                    scopes.forEach(list::add);
                    return list.build();
                })
                .orElse(JsonValue.NULL);
    }

    @POST
    @Path("sync")
    @Consumes(MediaType.APPLICATION_JSON)
    @Compressed
    public JsonWriter sync(InputStream body, @Context HttpHeaders headers, @Context HttpServletRequest request) {
        var caller = new SignedIn(request, headers.getHeaderString(HttpHeaders.USER_AGENT));
        Allowance allowance = Workload.allowance(request);
        JsonObject json = RequestBody.read(body, headers, Limits.DEFAULT.bytes(), allowance);
        SyncRequest message = SyncRequest.read(json, Limits.DEFAULT);
        if (message.push() != null) {
            brake.take(caller.user(), message.replica());
        }
        try (Asking asking = streams.asks(caller.user(), message.replica())) {
            SyncAnswer answer = exchange.answer(caller, message, allowance);
            asking.answered(message, answer);
            JsonWriter written = answer.toJson();
            Meters.bytes("out", written.size());
            return written;
        }
    }

    static byte[] utf8(JsonObject json) {
        return json.toString().getBytes(StandardCharsets.UTF_8);
    }
}
