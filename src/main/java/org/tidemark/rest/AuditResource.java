package org.tidemark.rest;

import jakarta.inject.Inject;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import java.util.regex.Pattern;
import org.tidemark.audit.AuditCheck;
import org.tidemark.protocol.Refusal;
import org.tidemark.sync.access.Roles;

/**
 * Where the administrator asks whether the audit log is whole.
 *
 * <p>See docs/protocol.md, P172.
 */
@Path("audit")
@Produces(MediaType.APPLICATION_JSON)
public class AuditResource {

    private static final Pattern HASH = Pattern.compile("[0-9a-f]{64}");
    private static final Pattern POSITION = Pattern.compile("[0-9]{1,18}");

    @Inject
    private AuditCheck audit;

    @Context
    private HttpServletRequest request;

    @GET
    public byte[] check(@QueryParam("after") String after, @QueryParam("hash") String hash) {
        new SignedIn(request).demand(Roles.ADMINISTRATOR);
        if (after != null && !POSITION.matcher(after).matches()) {
            throw Refusal.malformed("", "after must be the position of an entry");
        }
        if (hash != null && (after == null || !HASH.matcher(hash).matches())) {
            throw Refusal.malformed("", "hash must be that of the entry at after: 64 hexadecimal digits in lower case");
        }
        return SyncResource.utf8(audit.check(after == null ? 0 : Long.parseLong(after), hash));
    }
}
