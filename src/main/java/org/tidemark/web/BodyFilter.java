package org.tidemark.web;

import jakarta.annotation.Resource;
import jakarta.enterprise.concurrent.ContextService;
import jakarta.enterprise.concurrent.ManagedScheduledExecutorService;
import jakarta.servlet.AsyncContext;
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
import org.tidemark.protocol.Limits;
import org.tidemark.protocol.Refusal;

/**
 * Reads the body of a request before a thread is spent on answering it. A caller who sends a byte a second costs a connection and what has
 * arrived, and never one of the few threads by which everybody is served. When all is there the request is dispatched again, with the
 * body in memory.
 *
 * <p>A body has to arrive in time, and what all callers together have under way is bounded; see {@link OpenBodies}. Where the
 * application has a filter before this one that is not declared {@code async-supported}, the body is read on the caller's thread, with the
 * same limit of its length.
 *
 * <p>See docs/protocol.md, P10 and P11.
 */
public class BodyFilter implements Filter {

    /** A sign-in, and whatever else somebody sends who has not said who it is. */
    static final int ANONYMOUS_BYTES = 1_000;

    /**
     * A body that is announced to be so many times too large is refused unread. What is only somewhat too large is read to its end: a
     * server closes a connection on which more comes, and a caller who is still sending would never see the answer.
     */
    private static final int FAR_BEYOND = 2;

    private static final String BODY = BodyFilter.class.getName();
    private static final Set<String> WITHOUT_BODY = Set.of("GET", "HEAD", "OPTIONS", "TRACE");

    /** A body, what it is allowed to hold, and in whose name; null where that is still on the thread. */
    private record Arrived(byte[] body, Workload.Share share, CallersContext context) {}

    @Resource
    private ContextService contexts;

    /** On a thread of its own: to end another request on that of this one would end what the container keeps for this one. */
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
        if (request.getDispatcherType() == DispatcherType.ASYNC
                && request.getAttribute(BODY) instanceof Arrived arrived
                && arrived.context != null) {
            try (arrived.share) {
                arrived.context.answer(() -> chain.doFilter(new BufferedRequest(request, arrived.body), response));
            }
        } else if (request.getDispatcherType() != DispatcherType.REQUEST) {
            chain.doFilter(request, response);
        } else if (hasNoBody(request)) {
            Problems.leaveUnread(request, response);
            try (var share = workload.share(request, name(request.getUserPrincipal()))) {
                chain.doFilter(request, response);
            }
        } else {
            read(request, response, chain);
        }
    }

    /** Most bodies arrive together with the headers. */
    private static boolean isAtHand(HttpServletRequest request) throws IOException {
        long length = request.getContentLengthLong();
        return length > 0 && request.getInputStream().available() >= length;
    }

    static boolean hasRead(HttpServletRequest request) {
        return request.getAttribute(BODY) != null;
    }

    /** Over HTTP/2 a body of unknown length is announced by nothing. */
    private static boolean hasNoBody(HttpServletRequest request) {
        return WITHOUT_BODY.contains(request.getMethod()) || request.getContentLengthLong() == 0;
    }

    /** Blank for all who have not said who they are. */
    private static String name(Principal user) {
        return user == null ? "" : user.getName();
    }

    /** There no answer comes through before the body has: nobody can close the connection, which is that of other requests too. */
    private static boolean isOverHttp2(HttpServletRequest request) {
        return request.getProtocol().startsWith("HTTP/2");
    }

    private void read(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws IOException, ServletException {
        Principal user = request.getUserPrincipal();
        int limit = user == null ? ANONYMOUS_BYTES : Limits.DEFAULT.bytes();
        if (request.getContentLengthLong() > (long) FAR_BEYOND * limit && !isOverHttp2(request)) {
            Problems.answer(request, response, tooLarge(limit));
        } else if (isAtHand(request)) {
            int length = request.getContentLength();
            byte[] body = request.getInputStream().readNBytes(length);
            answer(body, request, response, chain);
        } else if (request.isAsyncSupported()) {
            readAsItArrives(request, response, name(user), limit);
        } else {
            byte[] body = readOnThisThread(request.getInputStream(), limit);
            if (body == null) {
                Problems.answer(request, response, tooLarge(limit));
            } else {
                answer(body, request, response, chain);
            }
        }
    }

    private void answer(byte[] body, HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws IOException, ServletException {
        try (var share = workload.share(request, name(request.getUserPrincipal()))) {
            request.setAttribute(BODY, new Arrived(body, share, null));
            if (share.grows(Workload.weight(body.length))) {
                chain.doFilter(new BufferedRequest(request, body), response);
            } else {
                Problems.answer(request, response, share.refusal(Workload.weight(body.length)));
            }
        }
    }

    private void readAsItArrives(HttpServletRequest request, HttpServletResponse response, String user, int limit)
            throws IOException {
        AsyncContext context;
        try {
            context = request.startAsync(request, response);
        } catch (IllegalStateException goneAlready) {
            return;
        }
        var caller = new CallersContext(contexts);
        var share = workload.share(request, user);
        var reader = new BodyReader(context, request.getInputStream(), limit, open, share, body -> {
            request.setAttribute(BODY, new Arrived(body, share, caller));
            context.dispatch();
        });
        reader.start(user, request.getContentLengthLong());
    }

    private static byte[] readOnThisThread(InputStream in, int limit) throws IOException {
        var body = new ByteArrayOutputStream();
        byte[] buffer = new byte[8192];
        for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
            body.write(buffer, 0, n);
            if (body.size() > limit) {
                return null;
            }
        }
        return body.toByteArray();
    }

    static Refusal tooLarge(int limit) {
        return Refusal.tooLarge(limit, "A body holds at most " + limit + " bytes here.");
    }
}
