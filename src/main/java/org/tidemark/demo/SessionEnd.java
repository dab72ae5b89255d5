package org.tidemark.demo;

import jakarta.servlet.Filter;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletResponse;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpSession;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import org.tidemark.config.Setting;

/**
 * Ends a session a while after it began, however busy it is: a cookie that somebody has stolen is worth something until
 * then only.
 */
public class SessionEnd implements Filter {

    /** As org.tidemark.rest.events.Follower reads it. */
    private static final String ENDS = "org.tidemark.session.ends";

    /** Also where the container has taken the user out of the session already. */
    @Override
    public void doFilter(ServletRequest servletRequest, ServletResponse response, FilterChain chain)
            throws IOException, ServletException {
        var request = (HttpServletRequest) servletRequest;
        HttpSession session = request.getSession(false);
        if (session != null && isOver(session)) {
            session.invalidate();
            request.logout();
        }
        chain.doFilter(request, response);
    }

    /** A new session, which knows its end: streams of events look there. */
    static HttpSession begin(HttpServletRequest request) {
        HttpSession session = request.getSession();
        session.setAttribute(ENDS, end(session));
        return session;
    }

    static boolean isOver(HttpSession session) {
        return end(session).isBefore(Instant.now());
    }

    private static Instant end(HttpSession session) {
        int hours = Setting.SESSION_HOURS.number();
        return Instant.ofEpochMilli(session.getCreationTime()).plus(Duration.ofHours(hours));
    }
}
