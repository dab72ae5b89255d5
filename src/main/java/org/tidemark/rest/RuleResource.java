package org.tidemark.rest;

import jakarta.inject.Inject;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import org.tidemark.desk.RuleReplay;
import org.tidemark.protocol.Refusal;
import org.tidemark.web.Workload;

/**
 * Rules beside what people decided: suggestions, and replays. Nothing begins to decide by this.
 *
 * <p>See docs/protocol.md, P195 to P199.
 */
@Path("rules")
@Produces(MediaType.APPLICATION_JSON)
public class RuleResource {

    @Inject
    private RuleReplay rules;

    @Context
    private HttpServletRequest request;

    @GET
    @Compressed
    public byte[] suggest(
            @QueryParam("collection") String collection,
            @QueryParam("since") String since,
            @QueryParam("until") String until) {
        var caller = new SignedIn(request);
        return SyncResource.utf8(rules.suggest(caller, past(collection, since, until), Workload.allowance(request)));
    }

    @GET
    @Path("replay")
    @Compressed
    public byte[] replay(
            @QueryParam("collection") String collection,
            @QueryParam("rule") String rule,
            @QueryParam("field") String field,
            @QueryParam("since") String since,
            @QueryParam("until") String until) {
        var caller = new SignedIn(request);
        if (collection == null || rule == null) {
            throw Refusal.malformed("", "collection and rule are required");
        }
        return SyncResource.utf8(
                rules.replay(caller, past(collection, since, until), rule, field, Workload.allowance(request)));
    }

    private static RuleReplay.Past past(String collection, String since, String until) {
        return new RuleReplay.Past(
                ConflictParameters.text(collection, "collection"),
                ConflictParameters.instant(since, "since"),
                ConflictParameters.instant(until, "until"));
    }
}
