package org.tidemark.protocol;

import java.time.Instant;
import java.util.UUID;
import org.tidemark.json.JsonWriter;

/**
 * The answer to one round trip.
 *
 * @param syncedAt the server's time, for people to read
 * @param push null where nothing was pushed
 * @param pull null where nothing was asked for
 */
public record SyncAnswer(Instant syncedAt, UUID epoch, PushResult push, PullResult pull) {

    /** As it travels. */
    public JsonWriter toJson() {
        var json = new JsonWriter();
        write(json);
        return json;
    }

    void write(JsonWriter json) {
        json.object().name("syncedAt").value(syncedAt.toString()).name("epoch").value(epoch.toString());
        if (push != null) {
            json.name("push").value(push.toJson());
        }
        if (pull != null) {
            pull.write(json.name("pull"));
        }
        json.endObject();
    }
}
