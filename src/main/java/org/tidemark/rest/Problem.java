package org.tidemark.rest;

import jakarta.json.JsonObject;
import jakarta.ws.rs.core.Response;
import java.util.Locale;
import org.tidemark.json.Json;

/** Problem documents (RFC 9457) as responses. */
final class Problem {

    private Problem() {}

    static Response response(JsonObject problem) {
        return Response.status(problem.getInt("status"))
                .type("application/problem+json")
                .entity(problem.toString())
                .build();
    }

    /** For what HTTP itself has a status for. */
    static Response response(Response.StatusType status, String detail) {
        String name = status.getReasonPhrase().toLowerCase(Locale.ROOT).replace(' ', '-');
        return response(Json.createObjectBuilder()
                .add("type", "urn:tidemark:problem:" + name)
                .add("title", status.getReasonPhrase())
                .add("status", status.getStatusCode())
                .add("detail", detail)
                .build());
    }
}
