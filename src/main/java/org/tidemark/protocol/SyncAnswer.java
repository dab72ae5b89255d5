package org.tidemark.protocol;

import jakarta.json.JsonObject;
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

    public JsonObject toJson() {
        var json =
                Json.createObjectBuilder().add("syncedAt", syncedAt.toString()).add("epoch", epoch.toString());
        if (push != null) {
            json.add("push", push.toJson());
        }
        if (pull != null) {
            json.add("pull", pull.toJson());
        }
        return json.build();
    }
}
