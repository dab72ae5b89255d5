package org.tidemark.rest;

import jakarta.inject.Inject;
import jakarta.servlet.AsyncContext;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HEAD;
import jakarta.ws.rs.NotAllowedException;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.container.AsyncResponse;
import jakarta.ws.rs.container.Suspended;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.UUID;
import org.tidemark.desk.ReplicaDirectory;
import org.tidemark.protocol.Refusal;
import org.tidemark.rest.events.EventStreams;
import org.tidemark.rest.events.Follower;
import org.tidemark.sync.ServerFacts;

/** Hints that something has changed, and what a pull would bring. */
@Path("events")
public class EventResource {

    @Inject
    private ServerFacts server;

    @Inject
    private ReplicaDirectory replicas;

    @Inject
    private EventStreams streams;

    @Context
    private HttpServletRequest request;

    /**
     * The stream is written past JAX-RS, whose events have no back pressure: see ADR 29.
     *
     * @param suspended takes a refusal; makes the server wait for a stream
     * @param replica whose revocation is to be told; may be absent
     * @param pages {@code true} from a client that takes pages of that replica
     */
    @GET
    @Produces(MediaType.SERVER_SENT_EVENTS)
    public void follow(
            @Suspended AsyncResponse suspended,
            @QueryParam("replica") String replica,
            @QueryParam("pages") String pages) {
        try {
            AsyncContext context = request.getAsyncContext();
            // This one knows its request on every thread, and as long as the stream lasts.
            var lasting = (HttpServletRequest) context.getRequest();
            var caller = new SignedIn(lasting);
            UUID id = id(replica);
            if (id != null) {
                replicas.admit(caller, id);
            }
            boolean wantsPages = "true".equals(pages);
            var follower = new Follower(caller, lasting.getSession(false), id, wantsPages, server::readableScopes);
            open(context, follower, suspended);
        } catch (RuntimeException refused) {
            suspended.resume(refused);
        }
    }

    private void open(AsyncContext context, Follower follower, AsyncResponse suspended) {
        try {
            // By JAX-RS: Jersey holds on to what is completed without it.
            streams.open(follower, context, () -> suspended.resume(Response.ok().build()));
        } catch (IOException lost) {
            throw new UncheckedIOException(lost);
        }
    }

    private static UUID id(String replica) {
        try {
            return replica == null ? null : UUID.fromString(replica);
        } catch (IllegalArgumentException e) {
            throw Refusal.malformed("", "replica must be a UUID");
        }
    }

    /** Else JAX-RS would open a stream and throw its events away. */
    @HEAD
    public void head() {
        new SignedIn(request);
        throw new NotAllowedException("GET");
    }
}
