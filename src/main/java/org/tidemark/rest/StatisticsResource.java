package org.tidemark.rest;

import jakarta.inject.Inject;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import org.tidemark.desk.ConflictStatistics;
import org.tidemark.protocol.Refusal;
import org.tidemark.web.Workload;

/**
 * How often edits meet, and what becomes of it.
 *
 * <p>See docs/protocol.md, P190 to P194.
 */
@Path("statistics")
@Produces(MediaType.APPLICATION_JSON)
public class StatisticsResource {

    private static final Duration USUAL = Duration.ofDays(90);

    @Inject
    private ConflictStatistics statistics;

    @Context
    private HttpServletRequest request;

    @GET
    @Compressed
    public byte[] get(
            @QueryParam("collection") String collection,
            @QueryParam("since") String since,
            @QueryParam("until") String until,
            @QueryParam("zone") String zone) {
        var caller = new SignedIn(request);
        Instant to = until == null ? Instant.now() : ConflictParameters.instant(until, "until");
        Instant from = since == null ? to.minus(USUAL) : ConflictParameters.instant(since, "since");
        return SyncResource.utf8(statistics.of(
                caller,
                ConflictParameters.text(collection, "collection"),
                from,
                to,
                zone(zone),
                Workload.allowance(request)));
    }

    private static ZoneId zone(String name) {
        try {
            return name == null ? ZoneOffset.UTC : ZoneId.of(name);
        } catch (DateTimeException e) {
            throw Refusal.malformed("", "zone must be a time zone, as Europe/Oslo");
        }
    }
}
