package org.tidemark.convergence.real;

import jakarta.json.JsonObject;
import java.net.HttpURLConnection;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.tidemark.convergence.Server;
import org.tidemark.convergence.Setup;
import org.tidemark.convergence.Wire;

/** The register of conflicts, as people read it. */
final class Register {
    private static final List<String> READERS = List.of(Setup.STEWARD, "alice", "bob", "dave");

    private final Http http;
    private final Codec codec;

    Register(Http http, Codec codec) {
        this.http = http;
        this.codec = codec;
    }

    /** @param shown conflicts as their replicas were told of them */
    List<Server.Open> open(Map<String, Wire.Conflict> shown) {
        List<Server.Open> open = new ArrayList<>();
        String after = "";
        boolean more = true;
        while (more) {
            HttpResponse<String> response = http.get(Setup.STEWARD, "/api/conflicts?status=open&limit=200" + after);
            if (response.statusCode() != 200) {
                throw new IllegalStateException("the desk says " + response.statusCode() + " " + response.body());
            }
            JsonObject json = Names.parse(response.body());
            for (JsonObject one : json.getJsonArray("conflicts").getValuesAs(JsonObject.class)) {
                Wire.Conflict conflict = codec.conflict(one);
                open.add(new Server.Open(
                        shown.getOrDefault(conflict.id(), conflict), one.getString("user"), conflict.server()));
                after = "&after=" + conflict.id();
            }
            more = json.getBoolean("more");
        }
        return open;
    }

    Wire.Conflict find(String id) {
        // One whose record was never heard of belongs to no scope: then its owner alone may read it.
        for (String user : READERS) {
            HttpResponse<String> response = http.get(user, "/api/conflicts/" + id);
            if (response.statusCode() == HttpURLConnection.HTTP_OK) {
                return codec.conflict(Names.parse(response.body()));
            }
        }
        return null;
    }

    List<Wire.Conflict> decidedByRule(String key) {
        String path = "/api/conflicts?status=settled&limit=1000&collection=" + Names.collection(key);
        JsonObject json = Names.parse(http.get(Setup.STEWARD, path).body());
        return json.getJsonArray("conflicts").getValuesAs(JsonObject.class).stream()
                .filter(one -> one.getString("resolvedBy", "").equals("rule"))
                .map(codec::conflict)
                .filter(conflict -> conflict.key().equals(key))
                .toList();
    }
}
