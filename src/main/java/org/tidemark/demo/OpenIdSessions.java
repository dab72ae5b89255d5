package org.tidemark.demo;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpSession;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentHashMap;
import org.tidemark.openid.NotAcceptedException;
import org.tidemark.openid.OpenId;
import org.tidemark.openid.Person;

/**
 * Whom an OpenID Connect provider has signed in, as the session remembers it. Each time what the provider has said
 * expires, it is asked again. Threadsafe.
 */
@ApplicationScoped
public class OpenIdSessions {

    private static final System.Logger LOG = System.getLogger(OpenIdSessions.class.getName());
    private static final String ATTRIBUTE = Person.class.getName();

    /** By the session's id. A provider may take the second use of a refresh token for a theft, and end the session. */
    private final Map<String, CompletableFuture<Person>> underWay = new ConcurrentHashMap<>();

    @Inject
    private OpenId openId;

    /** A new session for a new user: an id that somebody else knew before is worth nothing after. */
    void begin(HttpServletRequest request, Person person) {
        HttpSession before = request.getSession(false);
        if (before != null) {
            before.invalidate();
        }
        SessionEnd.begin(request).setAttribute(ATTRIBUTE, person);
    }

    /** As it is, expired or not. */
    Optional<Person> find(HttpServletRequest request) {
        HttpSession session = request.getSession(false);
        return session == null || SessionEnd.isOver(session) ? Optional.empty() : Optional.ofNullable(read(session));
    }

    /**
     * Empty too where the provider says that the person is not signed in any more. The session ends by that, and the
     * event streams with it.
     *
     * @throws org.tidemark.openid.ProviderAwayException if the provider has to be asked and does not answer
     */
    Optional<Person> current(HttpServletRequest request) {
        Optional<Person> known = find(request);
        if (known.isEmpty() || !known.get().isExpired()) {
            return known;
        }
        HttpSession session = request.getSession(false);
        try {
            return Optional.ofNullable(refreshed(session));
        } catch (NotAcceptedException over) {
            LOG.log(System.Logger.Level.DEBUG, () -> "A session ends: " + over.getMessage());
            end(session);
            return Optional.empty();
        }
    }

    /** One request asks the provider, and the others of the session wait for what it is told. */
    private Person refreshed(HttpSession session) {
        var mine = new CompletableFuture<Person>();
        CompletableFuture<Person> others = underWay.putIfAbsent(session.getId(), mine);
        if (others != null) {
            return join(others);
        }
        try {
            mine.complete(ask(session));
        } catch (RuntimeException | Error failed) {
            // Whatever it was, the others do not wait for ever.
            mine.completeExceptionally(failed);
        } finally {
            underWay.remove(session.getId(), mine);
        }
        return join(mine);
    }

    /** Another request may have been told meanwhile. */
    private Person ask(HttpSession session) {
        Person person = read(session);
        if (person == null || !person.isExpired()) {
            return person;
        }
        Person refreshed = openId.refresh(person);
        try {
            session.setAttribute(ATTRIBUTE, refreshed);
        } catch (IllegalStateException signedOut) {
            return null;
        }
        return refreshed;
    }

    private static Person join(CompletableFuture<Person> answer) {
        try {
            return answer.join();
        } catch (CompletionException failed) {
            throw failed.getCause() instanceof RuntimeException cause ? cause : failed;
        }
    }

    private static Person read(HttpSession session) {
        try {
            return (Person) session.getAttribute(ATTRIBUTE);
        } catch (IllegalStateException signedOut) {
            return null;
        }
    }

    private static void end(HttpSession session) {
        try {
            session.invalidate();
        } catch (IllegalStateException endedBefore) {
            // by another request of the same session
        }
    }
}
