package org.tidemark.web;

import jakarta.annotation.Resource;
import jakarta.enterprise.concurrent.ManagedScheduledExecutorService;
import jakarta.servlet.DispatcherType;
import jakarta.servlet.Filter;
import jakarta.servlet.FilterChain;
import jakarta.servlet.FilterConfig;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletResponse;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.security.Principal;
import java.util.Set;
import org.tidemark.memory.Weight;
import org.tidemark.protocol.Limits;
import org.tidemark.protocol.Refusal;

/**
 * Reads the body of a request before anything answers it: bounded in length and in time, and so few at once that
 * threads are left for everybody else; see {@link OpenBodies}.
 *
 * <p>See docs/protocol.md, P10 and P11.
 */
public class BodyFilter implements Filter {

    /** A sign-in, and whatever else somebody sends who has not said who it is. */
    static final int ANONYMOUS_BYTES = 1_000;

    /**
     * What is only so many times too large is read to its end: a server closes a connection on which more comes, and a
     * caller who is still sending would never see the answer.
     */
    private static final int FAR_BEYOND = 2;

    /**
     * What took its time to come waits for memory rather than come again. The threads that wait are those of
     * {@link OpenBodies}.
     */
    private static final long PATIENCE_MILLIS = 20_000;

    private static final String ENCODING = "Content-Encoding";
    private static final String HAS_READ = BodyFilter.class.getName();
    private static final Set<String> WITHOUT_BODY = Set.of("GET", "HEAD", "OPTIONS", "TRACE");

    @Resource
    private ManagedScheduledExecutorService scheduler;

    private OpenBodies open;
    private Workload workload;

    @Override
    public void init(FilterConfig config) {
        open = new OpenBodies(scheduler);
        workload = Workload.of(config.getServletContext());
    }

    @Override
    public void doFilter(ServletRequest servletRequest, ServletResponse servletResponse, FilterChain chain)
            throws IOException, ServletException {
        var request = (HttpServletRequest) servletRequest;
        var response = (HttpServletResponse) servletResponse;
        if (request.getDispatcherType() != DispatcherType.REQUEST) {
            chain.doFilter(request, response);
            return;
        }
        try (var share = workload.share(request, name(request.getUserPrincipal()))) {
            if (hasNoBody(request)) {
                Problems.leaveUnread(request, response);
                chain.doFilter(request, response);
                return;
            }
            byte[] body;
            try {
                body = read(request, share);
            } catch (Refusal refusal) {
                Problems.answer(request, response, refusal);
                return;
            }
            request.setAttribute(HAS_READ, true);
            chain.doFilter(new BufferedRequest(request, body, isUnpacked(request, body)), response);
        }
    }

    static boolean hasRead(HttpServletRequest request) {
        return request.getAttribute(HAS_READ) != null;
    }

    /** Over HTTP/2 a body of unknown length is announced by nothing. */
    private static boolean hasNoBody(HttpServletRequest request) {
        return WITHOUT_BODY.contains(request.getMethod()) || request.getContentLengthLong() == 0;
    }

    /** Open Liberty unpacks a body by itself, and leaves the header as it was, and the length. */
    private static boolean isUnpacked(HttpServletRequest request, byte[] body) {
        boolean isGzip = body.length > 1 && body[0] == 0x1f && body[1] == (byte) 0x8b;
        return isPacked(request) && !isGzip && request.getContentLengthLong() != body.length;
    }

    private static boolean isPacked(HttpServletRequest request) {
        return "gzip".equalsIgnoreCase(request.getHeader(ENCODING));
    }

    /** Blank for all who have not said who they are. */
    private static String name(Principal user) {
        return user == null ? "" : user.getName();
    }

    private byte[] read(HttpServletRequest request, Workload.Share share) throws IOException {
        Principal user = request.getUserPrincipal();
        int limit = user == null ? ANONYMOUS_BYTES : Limits.DEFAULT.bytes();
        // Over HTTP/2 no answer comes before the body has: nobody can close a connection that is that of others too.
        long most = request.getProtocol().startsWith("HTTP/2") ? Long.MAX_VALUE : (long) FAR_BEYOND * limit;
        long length = request.getContentLengthLong();
        if (length > most) {
            throw tooLarge(limit);
        }
        var in = request.getInputStream();
        boolean isAtHand = length > 0 && in.available() >= length;
        try (var arrival = isAtHand ? open.arrived() : open.begin(name(user), length)) {
            byte[] body = read(in, limit, most, arrival, request.getHeader(ENCODING));
            // One that is packed asks for the rest when it is unpacked.
            share.takeWithin(Weight.ofBody(body.length), isAtHand ? 0 : PATIENCE_MILLIS);
            return body;
        }
    }

    /** What is not wanted is read to its end all the same, up to the most, and then refused. */
    private static byte[] read(InputStream in, int limit, long most, OpenBodies.Arrival arrival, String encoding) {
        var body = new ByteArrayOutputStream();
        byte[] buffer = new byte[8192];
        long size = 0;
        try {
            for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
                size += n;
                if (size > most) {
                    throw tooLarge(limit);
                } else if (size > limit) {
                    body.reset();
                    arrival.grew(0);
                } else {
                    body.write(buffer, 0, n);
                    arrival.grew(n);
                }
            }
            arrival.isWhole();
        } catch (IOException ended) {
            // By us, by the server's own patience, or by the caller, who hears nothing. What did arrive is not at
            // fault.
            if (encoding != null && size == 0 && !arrival.mayBeLate()) {
                // Open Liberty unpacks, and this it cannot.
                throw "gzip".equalsIgnoreCase(encoding)
                        ? Refusal.malformed("", "the body is no gzip")
                        : Refusal.unsupportedMediaType("the content encoding may be gzip");
            }
            throw size > limit ? tooLarge(limit) : Refusal.tooSlow();
        }
        if (size > limit) {
            throw tooLarge(limit);
        }
        return body.toByteArray();
    }

    private static Refusal tooLarge(int limit) {
        return Refusal.tooLarge(limit, "A body holds at most " + limit + " bytes here.");
    }
}
