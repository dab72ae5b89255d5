package org.tidemark.demo;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.security.enterprise.AuthenticationException;
import jakarta.security.enterprise.AuthenticationStatus;
import jakarta.security.enterprise.authentication.mechanism.http.HttpAuthenticationMechanism;
import jakarta.security.enterprise.authentication.mechanism.http.HttpMessageContext;
import jakarta.security.enterprise.identitystore.CredentialValidationResult;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Optional;
import org.tidemark.openid.NotAcceptedException;
import org.tidemark.openid.OpenId;
import org.tidemark.openid.Person;
import org.tidemark.openid.ProviderAwayException;
import org.tidemark.protocol.Refusal;
import org.tidemark.web.Problems;

/**
 * Tells the container who sends a request: by an access token of the provider, or by the session that
 * {@link OpenIdServlet} began. The container's own mechanism for OpenID Connect is an annotation, which no setting
 * switches on, and which knows no PKCE; this one is the same on every server.
 */
@ApplicationScoped
public class OpenIdSignIn implements HttpAuthenticationMechanism {

    private static final System.Logger LOG = System.getLogger(OpenIdSignIn.class.getName());

    private static final String BEARER = "Bearer ";

    @Inject
    private OpenId openId;

    @Inject
    private OpenIdSessions sessions;

    @Override
    public AuthenticationStatus validateRequest(
            HttpServletRequest request, HttpServletResponse response, HttpMessageContext context)
            throws AuthenticationException {
        // The page, its files and the sign-in itself are open to all: nobody is asked for their sake.
        if (!context.isProtected()) {
            return context.doNothing();
        }
        try {
            return answer(request, response, context);
        } catch (IOException e) {
            throw new AuthenticationException(e);
        }
    }

    private AuthenticationStatus answer(
            HttpServletRequest request, HttpServletResponse response, HttpMessageContext context) throws IOException {
        Optional<Person> person;
        String authorization = request.getHeader("Authorization");
        try {
            person = authorization == null ? sessions.current(request) : Optional.of(bearer(authorization));
        } catch (NotAcceptedException refused) {
            LOG.log(System.Logger.Level.DEBUG, refused::getMessage);
            Unauthenticated.answer(request, response, "The access token is not accepted, or has expired.");
            return AuthenticationStatus.SEND_FAILURE;
        } catch (ProviderAwayException away) {
            LOG.log(System.Logger.Level.WARNING, "Nobody can be signed in", away);
            Problems.answer(request, response, Refusal.waitsForProvider(Refusal.SOON));
            return AuthenticationStatus.SEND_FAILURE;
        }
        if (person.isEmpty()) {
            Unauthenticated.answer(request, response, "Nobody is signed in, or the session has ended.");
            return AuthenticationStatus.SEND_FAILURE;
        }
        return accept(person.get(), request, response, context);
    }

    private Person bearer(String authorization) {
        if (!authorization.regionMatches(true, 0, BEARER, 0, BEARER.length())) {
            throw new NotAcceptedException("the header Authorization has no access token");
        }
        return openId.bearer(authorization.substring(BEARER.length()).strip());
    }

    private static AuthenticationStatus accept(
            Person person, HttpServletRequest request, HttpServletResponse response, HttpMessageContext context)
            throws IOException {
        try {
            return context.notifyContainerAboutLogin(new CredentialValidationResult(person.user(), person.roles()));
        } catch (RuntimeException refused) {
            LOG.log(System.Logger.Level.WARNING, Refusal.usersNotTaken().getMessage(), refused);
            Problems.answer(request, response, Refusal.usersNotTaken());
            return AuthenticationStatus.SEND_FAILURE;
        }
    }
}
