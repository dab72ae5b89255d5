package org.tidemark.client;

import jakarta.json.JsonObject;
import jakarta.json.JsonValue;
import java.io.IOException;
import java.time.Duration;

/**
 * The server refused a request: a problem document of RFC 9457. It has changed nothing, but for what P122 says.
 *
 * <p>The table of refusals in docs/protocol.md says what a replica does then.
 */
public class RefusedException extends IOException {

    private static final long serialVersionUID = 1L;
    private static final String TYPE = "urn:tidemark:problem:";

    private final transient JsonObject problem;
    private final int status;
    private final Duration retryAfter;

    RefusedException(int status, JsonObject problem, Duration retryAfter) {
        super(status + " " + problem.getString("type", "") + ": " + problem.getString("detail", ""));
        this.status = status;
        this.problem = problem;
        this.retryAfter = retryAfter;
    }

    /** The status of HTTP. */
    public int status() {
        return status;
    }

    /** The last part of the problem's type, as {@code replica-reset-required}. */
    public String name() {
        return problem().getString("type", "").replace(TYPE, "");
    }

    /** The whole document, with members such as {@code pointer}, {@code limit} and {@code conflict}. */
    public JsonObject problem() {
        return problem == null ? JsonValue.EMPTY_JSON_OBJECT : problem;
    }

    /** How long to wait at least before the same request is sent again; null where the server does not say. */
    public Duration retryAfter() {
        return retryAfter;
    }

    /** Whether the same request may succeed later: 408, 429 and 503. */
    public boolean isForNow() {
        return status == 408 || status == 429 || status == 503;
    }
}
