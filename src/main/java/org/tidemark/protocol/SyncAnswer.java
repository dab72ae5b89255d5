package org.tidemark.protocol;

import org.tidemark.json.JsonText;
import java.time.Instant;
import java.util.UUID;

/**
 * The answer to one round trip.
 *
 * @param syncedAt the server's time, for people to read
 * @param push null where nothing was pushed
 * @param pull null where nothing was asked for
 */
public record SyncAnswer(Instant syncedAt, UUID epoch, PushResult push, PullResult pull) {

    /** As it travels. */
    public JsonText toJson() {
        var json = new JsonText();
        json.object().name("syncedAt").value(syncedAt.toString()).name("epoch").value(epoch.toString());
        if (push != null) {
            json.name("push").value(push.toJson());
        }
        if (pull != null) {
            pull.write(json.name("pull"));
        }
        return json.endObject();
    }
}
