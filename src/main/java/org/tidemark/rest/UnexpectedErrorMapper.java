package org.tidemark.rest;

import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.ext.ExceptionMapper;
import java.util.UUID;
import org.tidemark.log.TroubleLog;
import org.tidemark.sync.retry.DatabaseRefusedException;

/**
 * A defect of the server: logged with its trace, answered with nothing but a number to find it by. That the database
 * was away for a moment is no defect.
 */
public class UnexpectedErrorMapper implements ExceptionMapper<Throwable> {

    private static final TroubleLog LOG = new TroubleLog(UnexpectedErrorMapper.class);

    private final RefusalMapper refusals = new RefusalMapper();

    @Override
    public Response toResponse(Throwable defect) {
        return DatabaseRefusedException.busy(defect).map(refusals::toResponse).orElseGet(() -> numbered(defect));
    }

    private static Response numbered(Throwable defect) {
        String number = UUID.randomUUID().toString();
        LOG.error("defect " + number, defect);
        return Problem.response(
                Response.Status.INTERNAL_SERVER_ERROR, "A defect of the server; its log names it as " + number + ".");
    }
}
