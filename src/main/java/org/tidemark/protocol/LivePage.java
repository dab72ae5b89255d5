package org.tidemark.protocol;

import java.nio.charset.StandardCharsets;
import java.util.UUID;
import org.tidemark.json.JsonWriter;

/**
 * A page of a pull that nobody has asked for: it comes by the event stream, and is taken only by who would have asked
 * just that.
 *
 * <p>See docs/protocol.md, P161 to P166.
 *
 * @param number of the last push that the page knows of
 * @param cursor where the replica stands whom it is for
 * @param answer with the page, which ends the pass
 */
public record LivePage(UUID replica, long number, String cursor, SyncAnswer answer) {

    /** As it travels. */
    public String toJson() {
        var json = new JsonWriter();
        json.object().name("asked").object();
        json.name("replica").value(replica.toString()).name("number").value(number);
        json.name("cursor").value(cursor).endObject();
        answer.write(json.name("answer"));
        return new String(json.endObject().toByteArray(), StandardCharsets.UTF_8);
    }
}
