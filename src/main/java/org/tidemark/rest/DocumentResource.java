package org.tidemark.rest;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Set;
import org.tidemark.protocol.Refusal;

/**
 * The description of this API for programs: OpenAPI, and the schemas of the messages beside it. They are kept by hand,
 * and tests hold them to what the server does.
 *
 * <p>See docs/protocol.md, P175.
 */
@Path("documents/{name}")
@Produces(MediaType.APPLICATION_JSON)
public class DocumentResource {

    private static final Set<String> NAMES = Set.of("openapi.json", "sync.schema.json", "desk.schema.json");

    @Context
    private HttpServletRequest request;

    @GET
    @Compressed
    public byte[] document(@PathParam("name") String name) {
        new SignedIn(request);
        if (!NAMES.contains(name)) {
            throw Refusal.notFound("There is no document " + name + ".");
        }
        try (InputStream document = DocumentResource.class.getResourceAsStream(name)) {
            return document.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
