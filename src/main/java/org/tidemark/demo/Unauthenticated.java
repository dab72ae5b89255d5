package org.tidemark.demo;

import jakarta.json.Json;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;

/** The 401 of PROTOCOL.md. */
final class Unauthenticated {

    private Unauthenticated() {}

    static void answer(HttpServletResponse response, String detail) throws IOException {
        response.setStatus(HttpServletResponse.SC_UNAUTHORIZED);
        response.setContentType("application/problem+json");
        response.setCharacterEncoding(StandardCharsets.UTF_8.name());
        String problem = Json.createObjectBuilder()
                .add("type", "urn:tidemark:problem:unauthenticated")
                .add("title", "Sign in first")
                .add("status", HttpServletResponse.SC_UNAUTHORIZED)
                .add("detail", detail)
                .build()
                .toString();
        response.getOutputStream().write(problem.getBytes(StandardCharsets.UTF_8));
    }
}
