package org.tidemark.rest;

import jakarta.inject.Inject;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.StreamingOutput;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import org.tidemark.desk.RegisterExport;
import org.tidemark.json.Excerpt;
import org.tidemark.memory.Allowance;
import org.tidemark.sync.ServerFacts;
import org.tidemark.web.Workload;

/**
 * The register as a file to keep.
 *
 * <p>See docs/protocol.md, P185.
 */
@Path("export")
public class ExportResource {

    /** So much of what was asked for is noted. */
    private static final int MAX_QUERY = 2000;

    @Inject
    private RegisterExport export;

    @Inject
    private ServerFacts server;

    @Context
    private HttpServletRequest request;

    @GET
    @Path("conflicts.csv")
    public Response csv(@BeanParam ConflictParameters parameters) {
        var caller = new SignedIn(request);
        var filter = parameters.filter();
        note(caller, "csv");
        Allowance allowance = Workload.allowance(request);
        return file(
                "text/csv; charset=utf-8; header=present",
                "conflicts.csv",
                out -> export.csv(caller, filter, allowance, out));
    }

    @GET
    @Path("conflicts.json")
    public Response json(@BeanParam ConflictParameters parameters) {
        var caller = new SignedIn(request);
        var filter = parameters.filter();
        note(caller, "json");
        Allowance allowance = Workload.allowance(request);
        return file("application/json", "conflicts.json", out -> export.json(caller, filter, allowance, out));
    }

    /** Before the first byte: no file without its line in the audit log. */
    private void note(SignedIn caller, String format) {
        String query = request.getQueryString();
        server.exports(caller, format, Excerpt.of(query == null ? "" : query, MAX_QUERY));
    }

    /** Writes the file. */
    private interface Content {
        void write(Writer out) throws IOException;
    }

    private static Response file(String type, String name, Content content) {
        StreamingOutput stream =
                out -> content.write(new BufferedWriter(new OutputStreamWriter(out, StandardCharsets.UTF_8)));
        return Response.ok(stream)
                .header(HttpHeaders.CONTENT_TYPE, type)
                .header(HttpHeaders.CONTENT_DISPOSITION, "attachment; filename=\"" + name + "\"")
                .build();
    }
}
