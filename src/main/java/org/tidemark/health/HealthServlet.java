package org.tidemark.health;

import jakarta.inject.Inject;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.tidemark.json.Json;

/**
 * {@code /health/live}, {@code /health/ready} and {@code /health}, without a sign-in, in the form of MicroProfile
 * Health: status 200 or 503.
 */
public class HealthServlet extends HttpServlet {

    private static final long serialVersionUID = 1;

    @Inject
    private transient Readiness readiness;

    @Override
    protected void doGet(HttpServletRequest request, HttpServletResponse response) throws IOException {
        switch (request.getPathInfo() == null ? "/" : request.getPathInfo()) {
            case "/live" -> answer(response, List.of());
            case "/", "/ready" -> answer(response, readiness.checks());
            default -> response.sendError(HttpServletResponse.SC_NOT_FOUND);
        }
    }

    private static void answer(HttpServletResponse response, List<Check> checks) throws IOException {
        boolean isUp = checks.stream().allMatch(Check::isUp);
        var all = Json.createArrayBuilder();
        checks.forEach(check -> all.add(check.toJson()));
        byte[] body = Json.createObjectBuilder()
                .add("status", Check.status(isUp))
                .add("checks", all)
                .build()
                .toString()
                .getBytes(StandardCharsets.UTF_8);
        response.setStatus(isUp ? HttpServletResponse.SC_OK : HttpServletResponse.SC_SERVICE_UNAVAILABLE);
        response.setContentType("application/json");
        response.setHeader("Cache-Control", "no-store");
        response.setContentLength(body.length);
        response.getOutputStream().write(body);
    }
}
