package org.tidemark.protocol;

import jakarta.ejb.ApplicationException;
import jakarta.json.JsonObject;
import jakarta.json.JsonValue;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import org.tidemark.json.Excerpt;
import org.tidemark.json.Json;

/**
 * A request that is not answered, with the reason as a problem document (RFC 9457). One factory method for each problem
 * of the protocol. Rolls the transaction back: nothing is half written.
 *
 * <p>See docs/protocol.md, P120 to P124.
 */
@ApplicationException(rollback = true)
public class Refusal extends RuntimeException {

    private static final long serialVersionUID = 1L;
    private static final String TYPE = "urn:tidemark:problem:";

    /** What comes from the message is repeated in part. */
    private static final int LONGEST_DETAIL = 500;

    private static final int LONGEST_POINTER = 500;

    private final int status;
    private final String name;
    private final String title;
    private final transient Map<String, JsonValue> members = new LinkedHashMap<>();
    private Duration retryAfter;

    private Refusal(int status, String name, String title, String detail) {
        super(Excerpt.of(detail, LONGEST_DETAIL));
        this.status = status;
        this.name = name;
        this.title = title;
    }

    /** What HTTP itself has a status for. */
    public static Refusal ofHttp(int status) {
        return switch (status) {
            case 401 -> unauthenticated("Nobody is signed in, or user or password is wrong.");
            case 403 -> new Refusal(status, "forbidden", "Forbidden", "The user may not do this.");
            case 404 -> notFound("There is nothing at this address.");
            case 405 -> new Refusal(status, "method-not-allowed", "Method Not Allowed", "Not by this method.");
            case 413 -> new Refusal(status, "too-large", "The message is too large", "Send less at once.");
            case 415 -> unsupportedMediaType("application/json is expected.");
            case 500 ->
                new Refusal(status, "internal-server-error", "Internal Server Error", "A defect of the server.");
            default ->
                new Refusal(status, "http-" + status, "HTTP " + status, "The server does not answer this request.");
        };
    }

    /** 400: the message cannot be read; {@code pointer} (RFC 6901) names the place. */
    public static Refusal malformed(String pointer, String detail) {
        return new Refusal(400, "malformed-message", "The message cannot be read", detail)
                .with("pointer", Json.createValue(Excerpt.of(pointer, LONGEST_POINTER)));
    }

    /** When what is refused for want of room is worth another try. */
    public static final Duration SOON = Duration.ofSeconds(2);

    /** 401: nobody is signed in, or not with these words. */
    public static Refusal unauthenticated(String detail) {
        return new Refusal(401, "unauthenticated", "Sign in first", detail);
    }

    /** 403: a page of another site sends this, with what the browser knows of the user. */
    public static Refusal crossSite() {
        return new Refusal(
                403,
                "cross-site",
                "Another site sends this request",
                "Only pages of this server's own origin change anything. The setting tidemark.origins lets others in.");
    }

    /** 403: the replica belongs to somebody else. */
    public static Refusal replicaNotOwned() {
        return new Refusal(403, "replica-not-owned", "The replica belongs to another user", "Start a new replica.");
    }

    /** 404: nothing of that kind that the caller may see. */
    public static Refusal notFound(String detail) {
        return new Refusal(404, "not-found", "Not found", detail);
    }

    /** 408: the body did not arrive in time, or others needed the room more. */
    public static Refusal tooSlow() {
        return new Refusal(
                408, "too-slow", "The body did not arrive", "Send the same request again, in smaller parts or faster.");
    }

    /** 409: the server cannot go on with this replica id. */
    public static Refusal replicaResetRequired(String detail) {
        return new Refusal(409, "replica-reset-required", "The replica has to start anew", detail);
    }

    /** 409: the conflict is not what was on screen; {@code conflict} is what it is now. */
    public static Refusal conflictMoved(String detail, JsonObject conflict) {
        return new Refusal(409, "conflict-moved", "The conflict has moved on", detail).with("conflict", conflict);
    }

    /** 409: a session is there, and it is not ended for the sake of a password that may be wrong. */
    public static Refusal signedIn() {
        return new Refusal(
                409,
                "signed-in",
                "Somebody is signed in",
                "Sign out first: POST /sign-out ends the session of this browser. It is as it was.");
    }

    /** 410: the replica was revoked. */
    public static Refusal replicaRevoked() {
        return new Refusal(410, "replica-revoked", "The replica was revoked", "Its local data is to be removed.");
    }

    /** 413: more bytes or changes than the server takes at once. */
    public static Refusal tooLarge(long limit, String detail) {
        return new Refusal(413, "too-large", "The message is too large", detail).with("limit", Json.createValue(limit));
    }

    /** 415: not a content type or encoding that the server reads. */
    public static Refusal unsupportedMediaType(String detail) {
        return new Refusal(415, "unsupported-media-type", "The content type is not supported", detail);
    }

    /** 426: a protocol that the server does not speak. */
    public static Refusal protocolUnsupported(int supported) {
        return new Refusal(426, "protocol-unsupported", "The protocol is not supported", "Reload the application.")
                .with("supported", Json.createArrayBuilder().add(supported).build());
    }

    /** 429: this caller has too many of something at once. */
    public static Refusal tooMany(String detail, Duration retryAfter) {
        Refusal tooMany = new Refusal(429, "busy", "Too many at once", detail);
        tooMany.retryAfter = retryAfter;
        return tooMany;
    }

    /** 429: so many wrong passwords that the next one has to wait. */
    public static Refusal tooManyAttempts(Duration retryAfter) {
        Refusal busy = new Refusal(
                429, "busy", "Too many wrong passwords", "Wait as long as Retry-After says, and sign in again.");
        busy.retryAfter = retryAfter;
        return busy;
    }

    /** 503: the server lets nobody in whom the application knows. */
    public static Refusal usersNotTaken() {
        return new Refusal(
                503,
                "users-not-taken",
                "The server does not take the users of the demo",
                "WildFly takes them when it is started with --yaml=src/servers/wildfly/tidemark.yaml, which switches"
                        + " integrated-jaspi off: see docs/servers/wildfly.md.");
    }

    /** 503: the database refused for the moment, and did so again when it was asked again. */
    public static Refusal busy(Duration retryAfter) {
        Refusal busy = new Refusal(503, "busy", "The server is busy", "Send the same request again later.");
        busy.retryAfter = retryAfter;
        return busy;
    }

    /** 503: the database does not answer, or lacks the tables that Tidemark's scripts make. */
    public static Refusal waitsForDatabase(Duration retryAfter) {
        Refusal waits = new Refusal(
                503,
                "busy",
                "The server waits for its database",
                "The database does not answer, or lacks Tidemark's tables; the server's log says which."
                        + " Send the same request again later.");
        waits.retryAfter = retryAfter;
        return waits;
    }

    /** 503: who signs people in does not answer, so that nobody knows whether the session goes on. */
    public static Refusal waitsForProvider(Duration retryAfter) {
        Refusal waits = new Refusal(
                503,
                "busy",
                "The server waits for the OpenID Connect provider",
                "The provider does not answer, or not as it should; the server's log says which."
                        + " Send the same request again later.");
        waits.retryAfter = retryAfter;
        return waits;
    }

    /** Adds a member to the problem document. */
    public final Refusal with(String member, JsonValue value) {
        members.put(member, value);
        return this;
    }

    public int status() {
        return status;
    }

    /** The last part of the problem's {@code type}. */
    public String name() {
        return name;
    }

    /** How long the caller should wait, or null. */
    public Duration retryAfter() {
        return retryAfter;
    }

    /** The problem document. */
    public JsonObject toJson() {
        var json = Json.createObjectBuilder()
                .add("type", TYPE + name)
                .add("title", title)
                .add("status", status)
                .add("detail", getMessage());
        members.forEach(json::add);
        return json.build();
    }
}
