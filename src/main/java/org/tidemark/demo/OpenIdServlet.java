package org.tidemark.demo;

import jakarta.inject.Inject;
import jakarta.servlet.annotation.WebServlet;
import jakarta.servlet.http.Cookie;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.tidemark.openid.Attempt;
import org.tidemark.openid.NotAcceptedException;
import org.tidemark.openid.OpenId;
import org.tidemark.openid.ProviderAwayException;
import org.tidemark.protocol.Refusal;
import org.tidemark.web.Problems;

/**
 * {@code GET /sign-in/begin} leads the browser to the OpenID Connect provider, which sends it back to
 * {@code GET /sign-in/callback}; there the session begins. From there it always goes to the page of this application,
 * wherever an address would have it.
 */
@WebServlet(
        urlPatterns = {OpenIdServlet.BEGIN, OpenIdServlet.CALLBACK},
        asyncSupported = true)
public class OpenIdServlet extends HttpServlet {

    static final String BEGIN = "/sign-in/begin";
    static final String CALLBACK = "/sign-in/callback";

    private static final long serialVersionUID = 1;
    private static final System.Logger LOG = System.getLogger(OpenIdServlet.class.getName());

    /** The session's cookie does not come along from another site: it is SameSite=Strict. This one is Lax. */
    private static final String COOKIE = "tidemark-sign-in";

    private static final int SECONDS = 600;

    @Inject
    private transient OpenId openId;

    @Inject
    private transient OpenIdSessions sessions;

    @Override
    protected void doGet(HttpServletRequest request, HttpServletResponse response) throws IOException {
        response.setHeader("Cache-Control", "no-store");
        if (!DemoMode.isOpenId()) {
            Problems.answer(request, response, Refusal.ofHttp(HttpServletResponse.SC_NOT_FOUND));
            return;
        }
        try {
            if (request.getServletPath().equals(BEGIN)) {
                begin(request, response);
            } else {
                finish(request, response);
                lead(response, "../");
            }
        } catch (NotAcceptedException refused) {
            LOG.log(System.Logger.Level.INFO, () -> "A sign-in is refused: " + refused.getMessage());
            lead(response, "../?sign-in=refused");
        } catch (ProviderAwayException away) {
            LOG.log(System.Logger.Level.WARNING, "Nobody can sign in", away);
            lead(response, "../?sign-in=away");
        }
    }

    private void begin(HttpServletRequest request, HttpServletResponse response) {
        Attempt attempt = Attempt.begin();
        String provider = openId.begin(attempt, redirect(request)).toString();
        setCookie(request, response, attempt.secret(), SECONDS);
        lead(response, provider);
    }

    private void finish(HttpServletRequest request, HttpServletResponse response) {
        Attempt attempt = attempt(request)
                .orElseThrow(() -> new NotAcceptedException("this browser has begun no sign-in, or long ago"));
        Map<String, String> answer = new HashMap<>();
        Stream.of("code", "state", "iss", "error").forEach(name -> {
            String[] values = request.getParameterValues(name);
            if (values != null) {
                answer.put(name, values.length == 1 ? values[0] : "");
            }
        });
        if (!attempt.isAnsweredBy(answer.get("state"))) {
            // The cookie stays: a later attempt in another tab may be under way.
            throw new NotAcceptedException("this answers no attempt of this browser");
        }
        // Used up, whatever comes of it.
        setCookie(request, response, "", 0);
        sessions.begin(request, openId.finish(attempt, answer, redirect(request)));
    }

    private static Optional<Attempt> attempt(HttpServletRequest request) {
        return Stream.ofNullable(request.getCookies())
                .flatMap(Stream::of)
                .filter(cookie -> cookie.getName().equals(COOKIE))
                .map(Cookie::getValue)
                .findFirst()
                .flatMap(Attempt::of);
    }

    /** By hand: what servers make of SameSite differs. */
    private static void setCookie(HttpServletRequest request, HttpServletResponse response, String value, int seconds) {
        response.addHeader(
                "Set-Cookie",
                COOKIE + "=" + value + "; Path=" + request.getContextPath() + "/sign-in; Max-Age=" + seconds
                        + "; HttpOnly; SameSite=Lax" + (ApplicationUrl.isSecure(request) ? "; Secure" : ""));
    }

    private static String redirect(HttpServletRequest request) {
        return ApplicationUrl.of(request) + CALLBACK.substring(1);
    }

    /** A relative address, which no proxy has to translate. */
    private static void lead(HttpServletResponse response, String where) {
        response.setStatus(HttpServletResponse.SC_FOUND);
        response.setHeader("Location", where);
    }
}
