package org.tidemark.demo;

import jakarta.enterprise.inject.Instance;
import jakarta.inject.Inject;
import jakarta.json.Json;
import jakarta.json.JsonException;
import jakarta.json.JsonObject;
import jakarta.json.JsonReader;
import jakarta.security.enterprise.credential.UsernamePasswordCredential;
import jakarta.security.enterprise.identitystore.CredentialValidationResult;
import jakarta.servlet.ServletException;
import jakarta.servlet.annotation.WebServlet;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.servlet.http.HttpSession;
import java.io.ByteArrayInputStream;
import java.io.IOException;

/**
 * {@code POST /sign-in} with {@code {"user", "password"}} begins a session and answers 204 or 401;
 * {@code POST /sign-out} ends it. Only JSON signs in: a form on a foreign page can send everything else. {@code GET /sign-in} says whether
 * these are the demo's users, whom the page names.
 */
@WebServlet({SignIn.PATH, "/sign-out"})
public class SignIn extends HttpServlet {

    static final String PATH = "/sign-in";

    private static final long serialVersionUID = 1;
    private static final int LONGEST_BODY = 1_000;

    /** Empty in a plain deployment: then the container knows the users. */
    @Inject
    private transient Instance<DemoUsers> demoUsers;

    @Override
    protected void doGet(HttpServletRequest request, HttpServletResponse response) throws IOException {
        response.setContentType("application/json");
        response.setHeader("Cache-Control", "no-store");
        response.getWriter()
                .print(Json.createObjectBuilder()
                        .add("demo", !demoUsers.isUnsatisfied())
                        .build());
    }

    @Override
    protected void doPost(HttpServletRequest request, HttpServletResponse response) throws IOException {
        if (!request.getServletPath().equals(PATH)) {
            endSession(request);
            response.setStatus(HttpServletResponse.SC_NO_CONTENT);
            return;
        }
        String type = request.getContentType();
        if (type == null || !type.startsWith("application/json")) {
            response.setStatus(HttpServletResponse.SC_UNSUPPORTED_MEDIA_TYPE);
            return;
        }
        UsernamePasswordCredential credential = read(request);
        if (credential == null) {
            response.setStatus(HttpServletResponse.SC_BAD_REQUEST);
        } else if (begin(request, credential)) {
            response.setStatus(HttpServletResponse.SC_NO_CONTENT);
        } else {
            Unauthenticated.answer(request, response, "User or password is wrong.");
        }
    }

    private boolean begin(HttpServletRequest request, UsernamePasswordCredential credential) {
        endSession(request);
        if (demoUsers.isUnsatisfied()) {
            return byContainer(request, credential);
        }
        CredentialValidationResult result = demoUsers.get().validate(credential);
        if (result.getStatus() != CredentialValidationResult.Status.VALID) {
            return false;
        }
        SignedIn.remember(request.getSession(), result);
        return true;
    }

    private static boolean byContainer(HttpServletRequest request, UsernamePasswordCredential credential) {
        HttpSession session = request.getSession();
        try {
            request.login(credential.getCaller(), credential.getPasswordAsString());
            return true;
        } catch (ServletException refused) {
            session.invalidate();
            return false;
        }
    }

    /** A new session for a new user: an id that somebody else knew before is worth nothing after. */
    private static void endSession(HttpServletRequest request) {
        HttpSession session = request.getSession(false);
        if (session != null) {
            session.invalidate();
        }
    }

    private static UsernamePasswordCredential read(HttpServletRequest request) throws IOException {
        byte[] body = request.getInputStream().readNBytes(LONGEST_BODY);
        try (JsonReader reader = Json.createReader(new ByteArrayInputStream(body))) {
            JsonObject message = reader.readObject();
            return new UsernamePasswordCredential(message.getString("user"), message.getString("password"));
        } catch (JsonException | NullPointerException | ClassCastException malformed) {
            return null;
        }
    }
}
