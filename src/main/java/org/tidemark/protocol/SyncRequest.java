package org.tidemark.protocol;

import jakarta.json.JsonObject;
import java.util.UUID;

/**
 * One round trip of a replica.
 *
 * @param push what it changed, or null
 * @param pull what it wants to know, or null
 */
public record SyncRequest(UUID replica, Push push, Pull pull) {

    /** Reads the message, or refuses it with a pointer to the place. */
    public static SyncRequest read(JsonObject json, Limits limits) {
        var members = new MessageReader(json, "");
        UUID replica = members.uuid("replica");
        Push push = members.optional("push") == null
                ? null
                : Push.read(members.object("push"), members.at("push"), limits.changes());
        Pull pull = members.optional("pull") == null
                ? null
                : Pull.read(members.object("pull"), members.at("pull"), limits.page());
        members.end();
        return new SyncRequest(replica, push, pull);
    }
}
