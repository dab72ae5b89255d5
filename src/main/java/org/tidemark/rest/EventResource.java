package org.tidemark.rest;

import jakarta.inject.Inject;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.sse.Sse;
import jakarta.ws.rs.sse.SseEventSink;
import java.util.UUID;
import org.tidemark.protocol.Refusal;
import org.tidemark.sync.SyncService;

/** Hints that something has changed; the truth comes by pull. */
@Path("events")
public class EventResource {

    @Inject
    private SyncService service;

    @Inject
    private EventStreams streams;

    @Context
    private HttpServletRequest request;

    /** @param replica whose revocation is to be told; may be absent */
    @GET
    @Produces(MediaType.SERVER_SENT_EVENTS)
    public void follow(@Context SseEventSink sink, @Context Sse sse, @QueryParam("replica") String replica) {
        var caller = new SignedIn(request);
        UUID id;
        try {
            id = replica == null ? null : UUID.fromString(replica);
        } catch (IllegalArgumentException e) {
            throw Refusal.malformed("", "replica must be a UUID");
        }
        streams.add(new EventStream(sink, sse, service.readableScopes(caller), id));
    }
}
