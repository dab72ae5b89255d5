package org.tidemark.convergence.browser;

import jakarta.json.Json;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import jakarta.json.JsonString;
import jakarta.json.JsonValue;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.tidemark.convergence.Call;
import org.tidemark.convergence.Network;
import org.tidemark.convergence.Replica;
import org.tidemark.convergence.Wire;
import org.tidemark.convergence.history.Witness;
import org.tidemark.convergence.real.Codec;
import org.tidemark.convergence.real.Http;
import org.tidemark.convergence.real.Names;

/**
 * A replica of the real client, in a page of Chromium. Its steps between two awaits are its own; to advance it is to
 * give it a moment. An answer counts as taken in when it is handed over: from then on the page may show what it
 * brought.
 */
final class BrowserReplica implements Replica {
    private static final long MOMENT = 20;

    private final int index;
    private final String user;
    private final Bridge bridge;
    private final Http http;
    private final Names names;
    private final Codec codec;
    private final Network network;
    private final Witness witness;

    private final Map<Call, Integer> waiting = new LinkedHashMap<>();
    private final Map<String, Wire.Conflict> known = new HashMap<>();
    private int syncs;

    private String id;

    /** The name under which it was told that it is withdrawn. */
    private String wiping;

    /** When the first page of the pass under way was asked for; −1 between passes. */
    private long since = -1;

    BrowserReplica(int index, String user, Bridge bridge, Http http, Names names, Network network, Witness witness) {
        this.index = index;
        this.user = user;
        this.bridge = bridge;
        this.http = http;
        this.names = names;
        this.codec = new Codec(names);
        this.network = network;
        this.witness = witness;
        bridge.listen(index, this::event);
    }

    private void event(JsonObject event) {
        if (event.getString("event").equals("synced")) {
            syncs--;
            String status = event.getJsonObject("report").getString("status");
            if (status.equals("synced") || status.equals("conflicts")) {
                witness.pulled(index, since);
                since = -1;
            } else if (status.equals("revoked")) {
                since = -1;
                wiped();
            }
            return;
        }
        int call = event.getInt("call");
        String path = event.getString("path");
        if (path.equals("/api/sync")) {
            String body = event.getString("body");
            Wire.Request request = codec.request(user, Names.parse(body));
            id = request.replica();
            if (request.pull() != null && since < 0) {
                since = network.moment();
            }
            waiting.put(network.send(index, request, body), call);
            return;
        }
        // Who is signed in, and what became of a conflict: questions of which a history makes no story.
        HttpResponse<String> response = http.get(user, path);
        if (path.startsWith("/api/conflicts/") && response.statusCode() == 200) {
            JsonObject conflict = Names.parse(response.body());
            if (!conflict.getString("status").equals("open")) {
                settled(conflict.getString("id"));
            }
        }
        bridge.call("answer", call, response.statusCode(), response.body());
    }

    /** Another tab may have begun anew meanwhile: then there is something to be seen. */
    private void wiped() {
        if (wiping != null && wiping.equals(id)) {
            witness.wiped(index);
        }
        wiping = null;
    }

    private void settled(String conflict) {
        if (known.containsKey(conflict)) {
            witness.settled(index, known.get(conflict));
        }
    }

    private JsonValue on(String method, Object... arguments) {
        Object[] all = new Object[arguments.length + 2];
        all[0] = index;
        all[1] = method;
        System.arraycopy(arguments, 0, all, 2, arguments.length);
        return bridge.call("on", all);
    }

    @Override
    public String user() {
        return user;
    }

    @Override
    public Look look() {
        JsonObject seen = on("look").asJsonObject();
        Map<String, Map<String, String>> shown = new TreeMap<>();
        for (String collection : List.of("companies", "contacts")) {
            for (JsonObject row : seen.getJsonArray(collection).getValuesAs(JsonObject.class)) {
                shown.put(names.key(collection, row.getString("id")), names.fields(row));
            }
        }
        Set<String> pending = new HashSet<>();
        Map<String, String> rejected = new TreeMap<>();
        for (JsonObject entry : seen.getJsonArray("entries").getValuesAs(JsonObject.class)) {
            String key = names.key(entry.getString("collection"), entry.getString("id"));
            pending.add(key);
            if (entry.get("rejected") instanceof JsonString reason) {
                rejected.put(key, reason.getString());
            }
        }
        return new Look(shown, pending, rejected);
    }

    @Override
    public void add(String key, Map<String, String> fields) {
        JsonObjectBuilder row = Json.createObjectBuilder(names.json(fields)).add("id", names.id(key));
        on("add", Names.collection(key), row.build());
    }

    @Override
    public Map<String, String> modify(String key, Map<String, String> fields) {
        return row(on("modify", Names.collection(key), names.id(key), names.json(fields)));
    }

    @Override
    public Map<String, String> delete(String key) {
        return row(on("delete", Names.collection(key), names.id(key)));
    }

    private Map<String, String> row(JsonValue row) {
        return row == JsonValue.NULL ? null : names.fields(row.asJsonObject());
    }

    @Override
    public Collection<Wire.Conflict> conflicts() {
        List<Wire.Conflict> open = new ArrayList<>();
        on("conflicts").asJsonArray().getValuesAs(JsonObject.class).forEach(one -> open.add(codec.conflict(one)));
        return open;
    }

    /** The conflict as it was listed: the application shows no other side. */
    @Override
    public Wire.Side beside(Wire.Conflict conflict, boolean registered) {
        return conflict.server();
    }

    @Override
    public Wire.Side resolve(Wire.Conflict conflict, Wire.Side shown, String outcome, Map<String, String> merged) {
        JsonObject fields = merged == null ? null : names.json(merged);
        JsonObject result = (merged == null
                        ? on("resolve", conflict.id(), outcome)
                        : on(
                                "resolve",
                                conflict.id(),
                                Json.createObjectBuilder().add("fields", fields).build()))
                .asJsonObject();
        if (!result.getBoolean("done")) {
            return null;
        }
        Map<String, String> row = row(result.get("row"));
        return row == null ? Wire.Side.gone(0) : Wire.Side.of(0, row);
    }

    @Override
    public boolean discard(String key) {
        return on("discard", Names.collection(key), names.id(key)) == JsonValue.TRUE;
    }

    @Override
    public boolean sync() {
        syncs++;
        on("sync");
        return true;
    }

    @Override
    public boolean syncing() {
        return syncs > 0;
    }

    @Override
    public void answer(Call call, Wire.Answer answer) {
        Integer id = waiting.remove(call);
        if (id == null) {
            return;
        }
        if (answer == null) {
            bridge.call("answer", id, 0, "");
            return;
        }
        if ("replica-revoked".equals(answer.problem())) {
            wiping = call.request().replica();
            witness.wiping(index, wiping);
        }
        if (answer.push() != null) {
            answer.push().conflicts().forEach(conflict -> known.put(conflict.id(), conflict));
            witness.acknowledged(index, call.request().push(), answer.push());
        }
        if (answer.pull() != null) {
            answer.pull().settled().forEach(settled -> settled(settled.conflict()));
        }
        bridge.call("answer", id, call.status(), call.answer());
    }

    @Override
    public int ready() {
        bridge.pump(0);
        return syncs > 0 && waiting.isEmpty() ? 1 : 0;
    }

    @Override
    public void advance(int n) {
        bridge.pump(MOMENT);
    }

    @Override
    public void crash() {
        waiting.clear();
        syncs = 0;
        on("crash");
    }

    @Override
    public String id() {
        return id;
    }

    @Override
    public void flush() {
        on("flush");
    }

    @Override
    public boolean powerCut() {
        if (on("powerCut") != JsonValue.TRUE) {
            return false;
        }
        waiting.clear();
        syncs = 0;
        since = -1;
        return true;
    }

    /** The devices are one page, so all their clocks move. */
    @Override
    public boolean clock(long seconds) {
        bridge.call("clock", seconds * 1000);
        return true;
    }

    @Override
    public List<Call> waiting() {
        return new ArrayList<>(waiting.keySet());
    }
}
