package org.tidemark.web;

import jakarta.servlet.Filter;
import jakarta.servlet.FilterChain;
import jakarta.servlet.FilterConfig;
import jakarta.servlet.ServletContext;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletResponse;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.tidemark.config.Setting;
import org.tidemark.protocol.Refusal;

/** The headers by which browsers protect a page, on every answer of the application. */
public class SecurityHeaders implements Filter {

    private static final Pattern INLINE =
            Pattern.compile("<script(?![^>]*\\ssrc=)[^>]*>(.*?)</script>", Pattern.DOTALL);

    private static final Set<String> METHODS = Set.of("GET", "HEAD", "POST", "PUT", "DELETE", "OPTIONS");

    private String policy;

    @Override
    public void init(FilterConfig config) {
        policy = policy(page(config.getServletContext()));
    }

    @Override
    public void doFilter(ServletRequest request, ServletResponse servletResponse, FilterChain chain)
            throws IOException, ServletException {
        var response = (HttpServletResponse) servletResponse;
        response.setHeader("Content-Security-Policy", policy);
        add(request, response);
        var http = (HttpServletRequest) request;
        if (METHODS.contains(http.getMethod())) {
            chain.doFilter(request, response);
        } else {
            // Servlets say 501 to these, as if it were the server's fault.
            Problems.answer(http, response, Refusal.ofHttp(HttpServletResponse.SC_METHOD_NOT_ALLOWED));
        }
    }

    private static void add(ServletRequest request, HttpServletResponse response) {
        if (request.isSecure() || Setting.HTTPS.isOn()) {
            response.setHeader("Strict-Transport-Security", "max-age=31536000");
        }
        response.setHeader("X-Content-Type-Options", "nosniff");
        response.setHeader("X-Frame-Options", "DENY");
        response.setHeader("Referrer-Policy", "no-referrer");
        response.setHeader("Permissions-Policy", "camera=(), geolocation=(), microphone=(), payment=(), usb=()");
        response.setHeader("Cross-Origin-Opener-Policy", "same-origin");
        response.setHeader("Cross-Origin-Resource-Policy", "same-origin");
    }

    /**
     * Of what is no page, an application's API included: nobody keeps it, and no browser runs it. A stream of events
     * says its own.
     */
    static void addToData(ServletRequest request, HttpServletResponse response) {
        add(request, response);
        response.setHeader("Content-Security-Policy", "default-src 'none'; frame-ancestors 'none'");
        response.setHeader("Cache-Control", "no-store");
    }

    /** The page's inline scripts are let in by what they hash to, as they are deployed. */
    static String policy(String page) {
        var scripts = new StringBuilder("script-src 'self'");
        Matcher inline = INLINE.matcher(page);
        while (inline.find()) {
            scripts.append(" 'sha256-").append(sha256(inline.group(1))).append('\'');
        }
        return "default-src 'self'; " + scripts
                + "; object-src 'none'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'";
    }

    private static String page(ServletContext context) {
        try (InputStream page = context.getResourceAsStream("/index.html")) {
            return page == null ? "" : new String(page.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new IllegalStateException("index.html of the application cannot be read", e);
        }
    }

    private static String sha256(String script) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(script.getBytes(StandardCharsets.UTF_8));
            return Base64.getEncoder().encodeToString(digest);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e); // every Java has it
        }
    }
}
