package org.tidemark.rest;

import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.ext.ExceptionMapper;
import org.tidemark.metrics.Meters;
import org.tidemark.protocol.Refusal;

/** A refusal of the protocol as its problem document. */
public class RefusalMapper implements ExceptionMapper<Refusal> {

    @Override
    public Response toResponse(Refusal refusal) {
        Meters.refused(refusal.name());
        Response response = Problem.response(refusal.toJson());
        if (refusal.retryAfter() == null) {
            return response;
        }
        return Response.fromResponse(response)
                .header(HttpHeaders.RETRY_AFTER, refusal.retryAfter().toSeconds())
                .build();
    }
}
