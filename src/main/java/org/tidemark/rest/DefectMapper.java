package org.tidemark.rest;

import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.ext.ExceptionMapper;
import java.util.UUID;

/** A defect of the server: logged with its trace, answered with nothing but a number to find it by. */
public class DefectMapper implements ExceptionMapper<Throwable> {

    private static final System.Logger LOG = System.getLogger(DefectMapper.class.getName());

    @Override
    public Response toResponse(Throwable defect) {
        String number = UUID.randomUUID().toString();
        LOG.log(System.Logger.Level.ERROR, "defect " + number, defect);
        return Problem.response(
                Response.Status.INTERNAL_SERVER_ERROR, "A defect of the server; its log names it as " + number + ".");
    }
}
