package org.tidemark.protocol;

import jakarta.json.JsonObject;

/**
 * Asks for what changed.
 *
 * <p>See docs/protocol.md, P100 to P102.
 *
 * @param cursor where the last pull ended, or null for everything
 * @param page how many records an answer holds at most
 */
public record Pull(String cursor, int page) {

    static Pull read(JsonObject json, String pointer, int maxPage) {
        var members = new MessageReader(json, pointer);
        String cursor = members.optionalString("cursor");
        int page = members.optional("page") == null
                ? maxPage
                : (int) Math.min(maxPage, members.positive("page", MessageReader.MAX_SAFE_INTEGER));
        members.end();
        return new Pull(cursor, page);
    }
}
