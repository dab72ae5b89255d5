package org.tidemark.convergence.real;

import jakarta.json.Json;
import jakarta.json.JsonArray;
import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import jakarta.json.JsonString;
import jakarta.json.JsonValue;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import org.tidemark.convergence.Wire;

/** The machine's messages as the JSON of docs/protocol.md, and back. */
public final class Codec {
    private static final String PROBLEM = "urn:tidemark:problem:";

    private final Names names;

    public Codec(Names names) {
        this.names = names;
    }

    public JsonObject request(Wire.Request request) {
        JsonObjectBuilder json = Json.createObjectBuilder().add("replica", names.id(request.replica()));
        if (request.push() != null) {
            json.add("push", push(request.push()));
        }
        if (request.pull() != null) {
            Object cursor = request.pull().cursor();
            json.add(
                    "pull",
                    Json.createObjectBuilder()
                            .add("cursor", cursor == null ? JsonValue.NULL : Json.createValue((String) cursor))
                            .add("page", request.pull().page()));
        }
        return json.build();
    }

    private JsonObject push(Wire.Push push) {
        Map<String, Map<String, JsonArrayBuilder>> changes = new TreeMap<>();
        for (Wire.Change change : push.changes()) {
            changes.computeIfAbsent(Names.collection(change.key()), c -> new TreeMap<>())
                    .computeIfAbsent(change.kind().name().toLowerCase(), k -> Json.createArrayBuilder())
                    .add(change(change));
        }
        JsonObjectBuilder collections = Json.createObjectBuilder();
        changes.forEach((collection, kinds) -> {
            JsonObjectBuilder lists = Json.createObjectBuilder();
            kinds.forEach(lists::add);
            collections.add(collection, lists);
        });
        JsonObjectBuilder json =
                Json.createObjectBuilder().add("number", push.number()).add("changes", collections);
        if (!push.resolutions().isEmpty()) {
            JsonArrayBuilder resolutions = Json.createArrayBuilder();
            push.resolutions()
                    .forEach(resolution -> resolutions.add(Json.createObjectBuilder()
                            .add("conflict", resolution.conflict())
                            .add("outcome", resolution.outcome())));
            json.add("resolutions", resolutions);
        }
        return json.build();
    }

    private JsonObjectBuilder change(Wire.Change change) {
        JsonObjectBuilder json = Json.createObjectBuilder().add("id", names.id(change.key()));
        switch (change.kind()) {
            case ADDED -> json.add("fields", names.whole(change.key(), change.fields()));
            case MODIFIED ->
                json.add("version", change.version())
                        .add("fields", names.whole(change.key(), change.fields()))
                        .add("base", names.json(change.base()));
            // Of a record that was sent and never seen: the replicas of the model send that too, and the wire has no
            // word for it.
            case DELETED -> json.add("version", Math.max(1, change.version()));
        }
        return json;
    }

    /** A request that was not made here but by the real client. */
    public Wire.Request request(String user, JsonObject json) {
        Wire.Push push = json.containsKey("push") ? push(json.getJsonObject("push")) : null;
        Wire.Ask pull = json.containsKey("pull") ? new Wire.Ask(text(json.getJsonObject("pull"), "cursor"), 0) : null;
        return new Wire.Request(json.getString("replica"), user, push, pull);
    }

    private Wire.Push push(JsonObject json) {
        List<Wire.Change> changes = new ArrayList<>();
        json.getJsonObject("changes")
                .forEach((collection, kinds) -> kinds.asJsonObject().forEach((kind, list) -> {
                    for (JsonValue one : list.asJsonArray()) {
                        JsonObject change = one.asJsonObject();
                        changes.add(new Wire.Change(
                                Wire.Kind.valueOf(kind.toUpperCase()),
                                names.key(collection, change.getString("id")),
                                change.containsKey("version")
                                        ? change.getJsonNumber("version").longValue()
                                        : 0,
                                object(change, "fields"),
                                object(change, "base")));
                    }
                }));
        List<Wire.Resolution> resolutions = each(
                json,
                "resolutions",
                resolution -> new Wire.Resolution(resolution.getString("conflict"), resolution.getString("outcome")));
        return new Wire.Push(json.getJsonNumber("number").longValue(), changes, resolutions);
    }

    Wire.Answer answer(int status, String body) {
        if (status == 200) {
            JsonObject json = Names.parse(body);
            return new Wire.Answer(
                    null,
                    json.getString("epoch"),
                    json.containsKey("push") ? result(json.getJsonObject("push")) : null,
                    json.containsKey("pull") ? page(json.getJsonObject("pull")) : null);
        }
        String type = body.startsWith("{") ? Names.parse(body).getString("type", "") : "";
        return Wire.Answer.refused(
                type.startsWith(PROBLEM) ? type.substring(PROBLEM.length()) : "status " + status + " " + body);
    }

    private Wire.Result result(JsonObject json) {
        return new Wire.Result(
                json.getJsonNumber("number").longValue(),
                json.getBoolean("repeated"),
                each(
                        json,
                        "applied",
                        applied -> new Wire.Applied(
                                key(applied),
                                applied.getJsonNumber("version").longValue(),
                                applied.getBoolean("merged", false))),
                each(json, "conflicts", this::conflict),
                each(json, "rejected", rejected -> new Wire.Rejected(key(rejected), rejected.getString("reason"))));
    }

    public Wire.Conflict conflict(JsonObject json) {
        return new Wire.Conflict(
                json.getString("id"),
                names.key(json.getString("collection"), json.getString("record")),
                json.getString("kind"),
                json.containsKey("base") && json.getJsonObject("base").containsKey("fields")
                        ? side(json.getJsonObject("base"))
                        : null,
                side(json.getJsonObject("client")),
                side(json.getJsonObject("server")));
    }

    private Wire.Side side(JsonObject json) {
        long version =
                json.containsKey("version") ? json.getJsonNumber("version").longValue() : 0;
        return json.getBoolean("deleted", false)
                ? Wire.Side.gone(version)
                : Wire.Side.of(version, object(json, "fields"));
    }

    private Wire.Page page(JsonObject json) {
        return new Wire.Page(
                json.getString("cursor"),
                json.getBoolean("more"),
                each(json, "scopes", this::scope),
                each(
                        json,
                        "settled",
                        settled -> new Wire.Settled(settled.getString("conflict"), settled.getString("outcome"))));
    }

    private Wire.ScopePage scope(JsonObject json) {
        List<Wire.Upsert> upserted = new ArrayList<>();
        List<String> removed = new ArrayList<>();
        if (json.containsKey("changes")) {
            json.getJsonObject("changes").forEach((collection, lists) -> {
                upserted.addAll(each(
                        lists.asJsonObject(),
                        "upserted",
                        one -> new Wire.Upsert(
                                names.key(collection, one.getString("id")),
                                one.getJsonNumber("version").longValue(),
                                object(one, "fields"))));
                JsonArray gone = lists.asJsonObject().getJsonArray("removed");
                if (gone != null) {
                    gone.getValuesAs(JsonString.class)
                            .forEach(id -> removed.add(names.key(collection, id.getString())));
                }
            });
        }
        return new Wire.ScopePage(
                json.getString("scope"),
                json.getBoolean("reset", false),
                json.getBoolean("dropped", false),
                upserted,
                removed);
    }

    private String key(JsonObject json) {
        return names.key(json.getString("collection"), json.getString("id"));
    }

    private Map<String, String> object(JsonObject json, String member) {
        JsonValue value = json.get(member);
        return value == null || value == JsonValue.NULL ? new HashMap<>() : names.fields(value.asJsonObject());
    }

    private static Object text(JsonObject json, String member) {
        return json.get(member) instanceof JsonString text ? text.getString() : null;
    }

    private static <T> List<T> each(JsonObject json, String member, Function<JsonObject, T> read) {
        List<T> list = new ArrayList<>();
        if (json.containsKey(member)) {
            json.getJsonArray(member).getValuesAs(JsonObject.class).forEach(one -> list.add(read.apply(one)));
        }
        return list;
    }
}
