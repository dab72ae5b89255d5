package org.tidemark.demo;

import jakarta.enterprise.inject.Instance;
import jakarta.inject.Inject;
import jakarta.json.JsonObjectBuilder;
import jakarta.security.enterprise.credential.UsernamePasswordCredential;
import jakarta.security.enterprise.identitystore.CredentialValidationResult;
import jakarta.servlet.ServletException;
import jakarta.servlet.annotation.WebServlet;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.servlet.http.HttpSession;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.Optional;
import org.tidemark.json.Json;
import org.tidemark.openid.OpenId;
import org.tidemark.openid.ProviderAwayException;
import org.tidemark.protocol.MessageReader;
import org.tidemark.protocol.Refusal;
import org.tidemark.protocol.StrictJson;
import org.tidemark.web.Address;
import org.tidemark.web.Problems;

/**
 * {@code POST /sign-in} with {@code {"user", "password"}} begins a session and answers 204 or 401;
 * {@code POST /sign-out} ends it. Where the container knows the users, 409 says that somebody is signed in already. The
 * filters of web.xml see to it that both are JSON of our own pages, and short. {@code GET /sign-in} says whether these
 * are the demo's users, whom the page names, and whether an OpenID Connect provider knows them instead: then there is
 * no password here, and a sign-out says where the browser has to go to sign out there.
 */
@WebServlet(
        urlPatterns = {SignIn.PATH, "/sign-out"},
        asyncSupported = true)
public class SignIn extends HttpServlet {

    static final String PATH = "/sign-in";

    private static final long serialVersionUID = 1;
    private static final int LONGEST_BODY = 1_000;

    /** Empty in a plain deployment: then the container knows the users. */
    @Inject
    private transient Instance<DemoUsers> demoUsers;

    @Inject
    private transient PasswordBrake brake;

    @Inject
    private transient OpenId openId;

    @Inject
    private transient OpenIdSessions sessions;

    @Override
    protected void doGet(HttpServletRequest request, HttpServletResponse response) throws IOException {
        answer(
                response,
                Json.createObjectBuilder()
                        .add("demo", !demoUsers.isUnsatisfied())
                        .add("openid", DemoMode.isOpenId()));
    }

    private static void answer(HttpServletResponse response, JsonObjectBuilder json) throws IOException {
        response.setContentType("application/json");
        response.setHeader("Cache-Control", "no-store");
        response.getWriter().print(json.build());
    }

    @Override
    protected void doPost(HttpServletRequest request, HttpServletResponse response)
            throws ServletException, IOException {
        try {
            if (!request.getServletPath().equals(PATH)) {
                Optional<URI> provider = DemoMode.isOpenId() ? provider(request) : Optional.empty();
                signOut(request);
                if (provider.isPresent()) {
                    answer(
                            response,
                            Json.createObjectBuilder()
                                    .add("location", provider.get().toString()));
                    return;
                }
            } else if (DemoMode.isOpenId()) {
                throw Refusal.notFound("The provider asks for the password: GET /sign-in/begin leads there.");
            } else if (!begin(request, read(request))) {
                Unauthenticated.answer(request, response, "User or password is wrong.");
                return;
            }
            response.setStatus(HttpServletResponse.SC_NO_CONTENT);
            // GlassFish 8 says 200 where nothing was sent by then.
            response.flushBuffer();
        } catch (Refusal refusal) {
            Problems.answer(request, response, refusal);
        }
    }

    private boolean begin(HttpServletRequest request, UsernamePasswordCredential credential) {
        String user = credential.getCaller();
        String address = Address.of(request);
        boolean isContainers = demoUsers.isUnsatisfied();
        if (isContainers && isSignedIn(request)) {
            throw Refusal.signedIn();
        }
        refuseIf(brake.wait(user, address));
        boolean isRight = isContainers ? byContainer(request, credential) : byDemo(request, credential);
        Optional<Duration> wait = brake.tried(user, address, isRight);
        if (isRight && wait.isPresent()) {
            endSession(request);
        }
        refuseIf(wait);
        return isRight;
    }

    private static void refuseIf(Optional<Duration> wait) {
        if (wait.isPresent()) {
            throw Refusal.tooManyAttempts(wait.get());
        }
    }

    /** Who is signed in stays so until another password is right. */
    private boolean byDemo(HttpServletRequest request, UsernamePasswordCredential credential) {
        CredentialValidationResult result = demoUsers.get().validate(credential);
        if (result.getStatus() != CredentialValidationResult.Status.VALID) {
            return false;
        }
        endSession(request);
        SignedIn.remember(SessionEnd.begin(request), result);
        return true;
    }

    /**
     * A container lets nobody try a password while somebody is signed in: to find out whether it is right, the session
     * would have to end.
     */
    private static boolean isSignedIn(HttpServletRequest request) {
        return request.getUserPrincipal() != null && request.getSession(false) != null;
    }

    /** One server looks at a header of HTTP Basic here, too: that is no session, and gives way. */
    private boolean byContainer(HttpServletRequest request, UsernamePasswordCredential credential) {
        try {
            signOut(request);
            SessionEnd.begin(request);
            request.login(credential.getCaller(), credential.getPasswordAsString());
            return true;
        } catch (ServletException refused) {
            endSession(request);
            return false;
        }
    }

    /** Where the provider's own session ends; without it the next sign-in would ask for no password. */
    private Optional<URI> provider(HttpServletRequest request) {
        try {
            return openId.end(sessions.find(request).orElse(null), ApplicationUrl.of(request));
        } catch (ProviderAwayException away) {
            return Optional.empty();
        }
    }

    /** Open Liberty keeps whom it knows beside the session. */
    private void signOut(HttpServletRequest request) throws ServletException {
        if (demoUsers.isUnsatisfied() && request.getUserPrincipal() != null) {
            request.logout();
        }
        endSession(request);
    }

    /** A new session for a new user: an id that somebody else knew before is worth nothing after. */
    private static void endSession(HttpServletRequest request) {
        HttpSession session = request.getSession(false);
        if (session != null) {
            session.invalidate();
        }
    }

    private static UsernamePasswordCredential read(HttpServletRequest request) throws IOException {
        byte[] body = request.getInputStream().readNBytes(LONGEST_BODY + 1);
        if (body.length > LONGEST_BODY) {
            throw Refusal.tooLarge(LONGEST_BODY, "A sign-in holds at most " + LONGEST_BODY + " bytes.");
        }
        var message = new MessageReader(StrictJson.object(body), "");
        String user = message.string("user");
        String password = message.string("password");
        message.end();
        if (user.chars().anyMatch(Character::isISOControl)) {
            // Containers write the names of users that they refuse into their logs.
            throw Refusal.malformed(message.at("user"), "user must not hold control characters");
        }
        return new UsernamePasswordCredential(user, password);
    }
}
