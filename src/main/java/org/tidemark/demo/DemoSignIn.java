package org.tidemark.demo;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.security.enterprise.AuthenticationException;
import jakarta.security.enterprise.AuthenticationStatus;
import jakarta.security.enterprise.authentication.mechanism.http.HttpAuthenticationMechanism;
import jakarta.security.enterprise.authentication.mechanism.http.HttpMessageContext;
import jakarta.security.enterprise.credential.BasicAuthenticationCredential;
import jakarta.security.enterprise.identitystore.CredentialValidationResult;
import jakarta.security.enterprise.identitystore.IdentityStoreHandler;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import org.tidemark.protocol.Refusal;
import org.tidemark.web.Address;
import org.tidemark.web.Problems;

/**
 * Tells the container who sends a request: by HTTP Basic, or by the session that {@link SignIn} began. Whoever is
 * neither and asks for something protected gets 401.
 */
@ApplicationScoped
public class DemoSignIn implements HttpAuthenticationMechanism {

    private static final System.Logger LOG = System.getLogger(DemoSignIn.class.getName());

    private static final String BASIC = "Basic ";

    @Inject
    private IdentityStoreHandler identityStores;

    @Inject
    private PasswordBrake brake;

    @Override
    public AuthenticationStatus validateRequest(
            HttpServletRequest request, HttpServletResponse response, HttpMessageContext context)
            throws AuthenticationException {
        String authorization = request.getHeader("Authorization");
        if (authorization != null && authorization.regionMatches(true, 0, BASIC, 0, BASIC.length())) {
            return byBasic(authorization.substring(BASIC.length()), request, response, context);
        }
        Optional<SignedIn> session = SignedIn.by(request);
        if (session.isPresent()) {
            return accept(
                    new CredentialValidationResult(
                            session.get().user(), session.get().roles()),
                    request,
                    response,
                    context);
        }
        return context.isProtected()
                ? refuse(request, response, "Nobody is signed in, or the session has ended.")
                : context.doNothing();
    }

    private AuthenticationStatus byBasic(
            String text, HttpServletRequest request, HttpServletResponse response, HttpMessageContext context)
            throws AuthenticationException {
        BasicAuthenticationCredential credential;
        try {
            credential = new BasicAuthenticationCredential(text.strip());
        } catch (RuntimeException notBase64) {
            return refuse(request, response, "The header Authorization cannot be read.");
        }
        String address = Address.of(request);
        Optional<Duration> wait = brake.wait(credential.getCaller(), address);
        if (wait.isPresent()) {
            return refuse(request, response, wait.get());
        }
        CredentialValidationResult result = identityStores.validate(credential);
        boolean isRight = result.getStatus() == CredentialValidationResult.Status.VALID;
        wait = brake.tried(credential.getCaller(), address, isRight);
        if (wait.isPresent()) {
            return refuse(request, response, wait.get());
        }
        return isRight
                ? accept(result, request, response, context)
                : refuse(request, response, "User or password is wrong.");
    }

    /** WildFly lets nobody in whom it does not know itself, until it is told to. */
    private static AuthenticationStatus accept(
            CredentialValidationResult user,
            HttpServletRequest request,
            HttpServletResponse response,
            HttpMessageContext context)
            throws AuthenticationException {
        try {
            return context.notifyContainerAboutLogin(user);
        } catch (RuntimeException refused) {
            LOG.log(System.Logger.Level.WARNING, Refusal.usersNotTaken().getMessage(), refused);
            return refuse(request, response, Refusal.usersNotTaken());
        }
    }

    private static AuthenticationStatus refuse(HttpServletRequest request, HttpServletResponse response, Duration wait)
            throws AuthenticationException {
        return refuse(request, response, Refusal.tooManyAttempts(wait));
    }

    private static AuthenticationStatus refuse(
            HttpServletRequest request, HttpServletResponse response, Refusal refusal) throws AuthenticationException {
        try {
            Problems.answer(request, response, refusal);
        } catch (IOException e) {
            throw new AuthenticationException(e);
        }
        return AuthenticationStatus.SEND_FAILURE;
    }

    private static AuthenticationStatus refuse(HttpServletRequest request, HttpServletResponse response, String detail)
            throws AuthenticationException {
        try {
            Unauthenticated.answer(request, response, detail);
        } catch (IOException e) {
            throw new AuthenticationException(e);
        }
        return AuthenticationStatus.SEND_FAILURE;
    }
}
