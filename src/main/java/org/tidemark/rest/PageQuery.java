package org.tidemark.rest;

import java.util.UUID;
import org.tidemark.protocol.Refusal;

/** How a list is asked for by pages: how many at most, and after which one. */
record PageQuery(int limit, UUID after) {

    private static final int USUAL = 100;
    private static final int MOST = 1000;

    static PageQuery of(String limit, String after) {
        return new PageQuery(limit(limit), uuid(after, "after"));
    }

    /** The UUID, or null where the parameter is absent. */
    static UUID uuid(String text, String name) {
        try {
            return text == null ? null : UUID.fromString(text);
        } catch (IllegalArgumentException e) {
            throw Refusal.malformed("", name + " must be a UUID");
        }
    }

    private static int limit(String text) {
        try {
            int limit = text == null ? USUAL : Integer.parseInt(text);
            if (limit >= 1) {
                return Math.min(limit, MOST);
            }
        } catch (NumberFormatException e) {
            // said below
        }
        throw Refusal.malformed("", "limit must be a positive integer");
    }
}
