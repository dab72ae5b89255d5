package org.tidemark.protocol;

import jakarta.json.stream.JsonGenerator;
import java.io.OutputStream;
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

    /** Writes it as JSON, record by record: a page as a tree of objects would be several times as large as its text. */
    public void writeTo(OutputStream out) {
        try (JsonGenerator json = Json.createGenerator(out)) {
            json.writeStartObject().write("syncedAt", syncedAt.toString()).write("epoch", epoch.toString());
            if (push != null) {
                json.write("push", push.toJson());
            }
            if (pull != null) {
                pull.write("pull", json);
            }
            json.writeEnd();
        }
    }
}
