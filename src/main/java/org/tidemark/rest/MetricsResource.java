package org.tidemark.rest;

import jakarta.inject.Inject;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.NotFoundException;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import java.nio.charset.StandardCharsets;
import org.tidemark.desk.Census;
import org.tidemark.metrics.Meters;
import org.tidemark.sync.access.Roles;

/** What Prometheus reads. */
@Path("metrics")
public class MetricsResource {

    private static final String TEXT_FORMAT = "text/plain; version=0.0.4; charset=utf-8";

    @Inject
    private Census census;

    @Context
    private HttpServletRequest request;

    @GET
    @Produces(TEXT_FORMAT)
    public byte[] metrics() {
        new SignedIn(request).demand(Roles.MONITOR, Roles.ADMINISTRATOR);
        census.take();
        return Meters.text()
                .orElseThrow(() -> new NotFoundException("the application has no Micrometer, which counts"))
                .getBytes(StandardCharsets.UTF_8);
    }
}
