package org.tidemark.convergence;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** What users decide: conflicts at their replica or at the desk, and refused changes that they give up. */
public final class Decisions {
    private final World world;

    Decisions(World world) {
        this.world = world;
    }

    void resolve(int replica, int pick, String outcome, boolean stale) {
        List<Wire.Conflict> open = new ArrayList<>(world.replica(replica).conflicts());
        if (open.isEmpty()) {
            return;
        }
        open.sort(Comparator.comparing(Wire.Conflict::id));
        resolve(replica, open.get(pick % open.size()), outcome, stale);
    }

    void resolve(int index, Wire.Conflict conflict, String outcome, boolean stale) {
        Replica replica = world.replica(index);
        Wire.Side server = replica.beside(conflict, stale);
        Map<String, String> own = replica.look().shown().get(conflict.key());
        Wire.Side client = own == null ? Wire.Side.gone(0) : Wire.Side.of(0, Map.copyOf(own));
        boolean bothGone = server.deleted() && client.deleted();
        String choice = bothGone ? "server" : outcome;
        Map<String, String> merged = choice.equals("merged") ? merge(server, client) : null;
        Wire.Side result = replica.resolve(conflict, server, choice, merged);
        if (result != null) {
            Map<String, String> fields = result.deleted() ? null : result.fields();
            world.witness().resolved(index % world.replicas().size(), conflict, server, client, fields);
        }
        world.look(index);
    }

    /** Some of each side, and something new. */
    private Map<String, String> merge(Wire.Side server, Wire.Side client) {
        Map<String, String> fields = new HashMap<>(server.deleted() ? client.fields() : server.fields());
        if (!client.deleted()) {
            fields.put("name", client.fields().get("name"));
        }
        fields.put("phone", world.token());
        return fields;
    }

    void discard(int index, int pick) {
        List<String> refused =
                new ArrayList<>(world.replica(index).look().rejected().keySet());
        if (!refused.isEmpty()) {
            discard(index, refused.get(pick % refused.size()));
        }
    }

    void discard(int index, String key) {
        if (world.replica(index).discard(key)) {
            world.witness().discarded(index % world.replicas().size(), key);
        }
        world.look(index);
    }

    void desk(int pick, String outcome, boolean stale) {
        List<Server.Open> open = world.server().desk();
        if (!open.isEmpty()) {
            desk(open.get(pick % open.size()), outcome, stale);
        }
    }

    void desk(Server.Open open, String outcome, boolean stale) {
        Wire.Conflict conflict = open.conflict();
        Wire.Side server = stale ? conflict.server() : open.current();
        Wire.Side client = conflict.client();
        boolean bothGone = server.deleted() && client.deleted();
        String choice = bothGone ? "server" : outcome;
        Map<String, String> merged = choice.equals("merged") ? merge(server, client) : null;
        Map<String, String> result =
                switch (choice) {
                    case "merged" -> merged;
                    case "client" -> client.deleted() ? null : world.server().clientSide(conflict, server);
                    default -> server.deleted() ? null : server.fields();
                };
        world.witness().resolved(-1, conflict, server, client, result);
        world.server().resolve(Setup.STEWARD, conflict, choice, server.version(), merged);
    }
}
