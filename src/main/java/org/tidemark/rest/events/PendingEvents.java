package org.tidemark.rest.events;

import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import org.tidemark.json.Json;

/**
 * What one stream has still to be told: of each scope the newest version alone, since a hint makes the older ones of
 * its scope needless. So it never grows beyond one page and the scopes that the caller reads, however slowly they are
 * read. Not threadsafe.
 */
final class PendingEvents {

    private record Hint(long version, long spread) {}

    private final Map<String, Hint> changed = new LinkedHashMap<>();
    private String page;
    private String alive;
    private boolean isAnything;
    private boolean isAgain;
    private boolean isRevoked;

    /** @param spread milliseconds over which those who hear of it should ask */
    void changed(String scope, long version, long spread) {
        changed.merge(
                scope, new Hint(version, spread), (before, now) -> before.version() > now.version() ? before : now);
    }

    /**
     * Tells that the stream lives.
     *
     * @param every milliseconds until the next time
     * @param spread milliseconds over which those who lose the stream should come back
     */
    void alive(long every, long spread) {
        alive = Json.createObjectBuilder()
                .add("every", every)
                .add("spread", spread)
                .build()
                .toString();
    }

    /** Brings what a pull would. */
    void page(String json) {
        page = json;
    }

    boolean hasPage() {
        return page != null;
    }

    /** Tells to ask, whatever the reason is. */
    void anything() {
        isAnything = true;
    }

    /** Tells to open another stream, after all else: this one ends. */
    void again() {
        isAgain = true;
    }

    /** The last one: what else there was to be told is of no use any more. */
    void revoked() {
        changed.clear();
        page = null;
        alive = null;
        isAnything = false;
        isAgain = false;
        isRevoked = true;
    }

    int size() {
        return changed.size()
                + (page == null ? 0 : 1)
                + (alive == null ? 0 : 1)
                + (isAnything ? 1 : 0)
                + (isAgain ? 1 : 0)
                + (isRevoked ? 1 : 0);
    }

    /** Takes the next one, as it is sent; null if there is none. */
    String next() {
        if (isRevoked) {
            isRevoked = false;
            return event("revoked", "{}");
        }
        if (page != null) {
            String data = page;
            page = null;
            return event("page", data);
        }
        if (isAnything) {
            isAnything = false;
            return event("changed", "{}");
        }
        Iterator<Map.Entry<String, Hint>> scopes = changed.entrySet().iterator();
        if (scopes.hasNext()) {
            var scope = scopes.next();
            scopes.remove();
            return event("changed", json(scope.getKey(), scope.getValue()));
        }
        if (alive != null) {
            String data = alive;
            alive = null;
            // The comment is for whoever knows the protocol without this event.
            return ": still here\n" + event("alive", data);
        }
        if (isAgain) {
            isAgain = false;
            return event("again", "{}");
        }
        return null;
    }

    private static String json(String scope, Hint hint) {
        return Json.createObjectBuilder()
                .add("scope", scope)
                .add("version", hint.version())
                .add("spread", hint.spread())
                .build()
                .toString();
    }

    /** @param data JSON, so without a line break */
    private static String event(String name, String data) {
        return "event: " + name + "\ndata: " + data + "\n\n";
    }
}
