package org.tidemark.rest;

import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.ext.ExceptionMapper;
import org.tidemark.protocol.Refusal;

/** What JAX-RS itself refuses (no such path, no such method, another content type) as a problem document. */
public class HttpErrorMapper implements ExceptionMapper<WebApplicationException> {

    @Override
    public Response toResponse(WebApplicationException error) {
        Response.StatusType status = error.getResponse().getStatusInfo();
        if (status.getStatusCode() == 415) {
            return Problem.response(
                    Refusal.unsupportedMediaType("application/json is expected").toJson());
        }
        Response problem = Problem.response(status, "The server does not answer this request.");
        String allow = error.getResponse().getHeaderString(HttpHeaders.ALLOW);
        return allow == null
                ? problem
                : Response.fromResponse(problem)
                        .header(HttpHeaders.ALLOW, allow)
                        .build();
    }
}
