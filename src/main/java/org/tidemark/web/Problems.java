package org.tidemark.web;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.tidemark.protocol.Refusal;

/** Problem documents (RFC 9457) where no JAX-RS is. */
public final class Problems {

    private Problems() {}

    /** Answers with the refusal. */
    public static void answer(HttpServletRequest request, HttpServletResponse response, Refusal refusal)
            throws IOException {
        byte[] problem = refusal.toJson().toString().getBytes(StandardCharsets.UTF_8);
        leaveUnread(request, response);
        SecurityHeaders.addToData(request, response);
        response.setStatus(refusal.status());
        response.setContentType("application/problem+json");
        response.setContentLength(problem.length);
        if (refusal.retryAfter() != null) {
            response.setHeader(
                    "Retry-After",
                    Long.toString(Math.max(1, refusal.retryAfter().toSeconds())));
        }
        try {
            response.getOutputStream().write(problem);
            // Open Liberty makes 500 of what an authentication mechanism has not sent by then.
            response.flushBuffer();
        } catch (IOException gone) {
            // Nobody is there to be told. Payara would log it three times, at length, and any caller could have it do
            // so.
        }
    }

    /**
     * Of an answer that is given before the body is read: else one server waits for the rest of it, on a thread that
     * others need.
     */
    static void leaveUnread(HttpServletRequest request, HttpServletResponse response) {
        boolean hasBody = request.getContentLengthLong() > 0 || request.getHeader("Transfer-Encoding") != null;
        if (hasBody && !BodyFilter.hasRead(request) && !request.getProtocol().startsWith("HTTP/2")) {
            response.setHeader("Connection", "close");
        }
    }
}
