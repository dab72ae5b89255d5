package org.tidemark.rest;

import jakarta.inject.Inject;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import java.util.UUID;
import org.tidemark.desk.ConflictRegister;
import org.tidemark.protocol.RecordKey;
import org.tidemark.protocol.Refusal;
import org.tidemark.web.Workload;

/**
 * What is known of one record: who changed it last, and its conflicts.
 *
 * <p>See docs/protocol.md, P187.
 */
@Path("records")
@Produces(MediaType.APPLICATION_JSON)
public class RecordResource {

    @Inject
    private ConflictRegister register;

    @Context
    private HttpServletRequest request;

    @GET
    @Path("{collection}/{id}/history")
    @Compressed
    public byte[] history(@PathParam("collection") String collection, @PathParam("id") String id) {
        var caller = new SignedIn(request);
        try {
            var key = new RecordKey(ConflictParameters.text(collection, "collection"), UUID.fromString(id));
            return SyncResource.utf8(register.history(caller, key, Workload.allowance(request)));
        } catch (IllegalArgumentException e) {
            throw Refusal.notFound("There is no record " + id + ".");
        }
    }
}
