package org.tidemark.rest.events;

import jakarta.servlet.http.HttpSession;
import java.time.Duration;
import java.time.Instant;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import org.tidemark.spi.Caller;

/**
 * Who listens to a stream, and what they may hear now. The policy is asked again before each hint: each leads to a
 * pull, which asks it too. The roles are those of the request, since nobody but a new request can tell others.
 */
public final class Follower {

    /**
     * An attribute of the session: the {@link Instant} at which it ends however busy it is, where who signs people in
     * has one.
     */
    static final String SESSION_ENDS = "org.tidemark.session.ends";

    private final Caller caller;
    private final HttpSession session;
    private final UUID replica;
    private final boolean takesPages;
    private final Function<Caller, Set<String>> readable;
    private final Set<String> scopes;

    /**
     * @param caller by the request of the stream, which lasts as long as the stream
     * @param session null where each request brings its own credentials
     * @param replica whose revocation is to be told, or null
     * @param wantsPages of that replica
     * @param readable the policy
     */
    public Follower(
            Caller caller,
            HttpSession session,
            UUID replica,
            boolean wantsPages,
            Function<Caller, Set<String>> readable) {
        this.caller = caller;
        this.session = session;
        this.replica = replica;
        this.takesPages = wantsPages && replica != null;
        this.readable = readable;
        this.scopes = readable.apply(caller);
    }

    Caller caller() {
        return caller;
    }

    String user() {
        return caller.user();
    }

    UUID replica() {
        return replica;
    }

    boolean takesPages() {
        return takesPages;
    }

    /** Whether it was among the scopes when the stream began. */
    boolean follows(String scope) {
        return scopes.contains(scope);
    }

    boolean mayHear(String scope) {
        return isSignedIn() && readable.apply(caller).contains(scope);
    }

    /** Whether the policy says the same as when the stream began; if not, the client is to come again. */
    boolean readsTheSame() {
        return readable.apply(caller).equals(scopes);
    }

    /** False once the session was ended by a sign-out or by time. */
    boolean isSignedIn() {
        if (session == null) {
            return true;
        }
        try {
            if (session.getAttribute(SESSION_ENDS) instanceof Instant end && end.isBefore(Instant.now())) {
                return false;
            }
            int seconds = session.getMaxInactiveInterval();
            Instant last = Instant.ofEpochMilli(session.getLastAccessedTime());
            return seconds <= 0 || Duration.between(last, Instant.now()).toSeconds() <= seconds;
        } catch (IllegalStateException ended) {
            return false;
        }
    }

    /**
     * Lets go of a session that somebody else has ended. A request holds its session by a handle of its own, and one
     * server (WildFly) believes the handle: when it completes the request it would look into the session, fail, and log
     * that for each stream.
     */
    void letGo() {
        if (session == null) {
            return;
        }
        try {
            session.getAttribute(SESSION_ENDS);
        } catch (IllegalStateException ended) {
            endHandle();
        }
    }

    private void endHandle() {
        try {
            session.invalidate();
        } catch (IllegalStateException endedBefore) {
            // now the handle knows, too
        }
    }
}
