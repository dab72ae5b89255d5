package org.tidemark.web;

import jakarta.servlet.Filter;
import jakarta.servlet.FilterChain;
import jakarta.servlet.FilterConfig;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletResponse;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Set;
import org.tidemark.config.Setting;
import org.tidemark.protocol.Refusal;

/**
 * Stands before everything that answers by JSON. What changes something has to come from a page of our own and to be
 * JSON, which a form cannot send; what cannot be read is refused here, by the same document on every server.
 *
 * <p>See docs/protocol.md, P7 and P12 to P14.
 */
public class Guard implements Filter {

    private static final Set<String> READING = Set.of("GET", "HEAD", "OPTIONS", "TRACE");
    private static final Set<String> WITH_BODY = Set.of("POST", "PUT", "PATCH");

    private Set<String> otherOrigins = Set.of();

    @Override
    public void init(FilterConfig config) {
        otherOrigins = Origin.list(Setting.ORIGINS.text().orElse(""));
    }

    @Override
    public void doFilter(ServletRequest servletRequest, ServletResponse servletResponse, FilterChain chain)
            throws IOException, ServletException {
        var request = (HttpServletRequest) servletRequest;
        var response = (HttpServletResponse) servletResponse;
        SecurityHeaders.addToData(request, response);
        try {
            Syntax.check(request);
            checkChange(request);
        } catch (Refusal refusal) {
            Problems.answer(request, response, refusal);
            return;
        }
        chain.doFilter(request, response);
    }

    private void checkChange(HttpServletRequest request) {
        if (READING.contains(request.getMethod())) {
            return;
        }
        if (!Origin.isOurs(request, otherOrigins)) {
            throw Refusal.crossSite();
        }
        if (WITH_BODY.contains(request.getMethod()) && !Syntax.isJson(request)) {
            throw Refusal.unsupportedMediaType("The header Content-Type must be application/json.");
        }
    }
}
