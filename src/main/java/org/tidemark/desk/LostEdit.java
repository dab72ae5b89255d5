package org.tidemark.desk;

import jakarta.json.JsonObject;
import jakarta.json.JsonValue;
import java.util.Map;
import org.tidemark.json.Json;
import org.tidemark.protocol.Resolution.Outcome;
import org.tidemark.sync.state.ConflictEntry;

/**
 * What a decision has not kept of one person's edit: the fields that this person had changed, and that were written
 * otherwise. A mix that took all of it has lost nothing.
 *
 * @param before null: nobody knew the record
 * @param own null: this person deleted the record
 * @param record what was written; null: the record was deleted
 */
record LostEdit(JsonObject before, JsonObject own, JsonObject record) {

    static LostEdit of(String user, ConflictEntry conflict) {
        JsonObject body = conflict.body();
        boolean isClient = conflict.owner().equals(user);
        JsonObject own = body.getJsonObject(isClient ? "client" : "server").getJsonObject("fields");
        JsonObject base = body.getJsonObject("base");
        return new LostEdit(base == null ? null : base.getJsonObject("fields"), own, record(body, conflict));
    }

    private static JsonObject record(JsonObject body, ConflictEntry conflict) {
        JsonObject client = body.getJsonObject("client").getJsonObject("fields");
        JsonObject server = body.getJsonObject("server").getJsonObject("fields");
        if (conflict.outcome() == Outcome.CLIENT) {
            return client == null ? null : over(server, client);
        }
        if (conflict.outcome() == Outcome.SERVER || conflict.resolution() == null) {
            return server;
        }
        return over(server, conflict.resolution());
    }

    /** What a side does not name stays as it is. */
    private static JsonObject over(JsonObject server, JsonObject written) {
        var record = server == null ? Json.createObjectBuilder() : Json.createObjectBuilder(server);
        written.forEach(record::add);
        return record.build();
    }

    boolean isDeletion() {
        return own == null;
    }

    /** Whether there is a record after the decision. */
    boolean hasRecord() {
        return record != null;
    }

    boolean isLost() {
        return isDeletion() ? hasRecord() : !yours().isEmpty();
    }

    /** The fields that were not kept, as this person had them. */
    JsonObject yours() {
        var fields = Json.createObjectBuilder();
        if (own != null) {
            own.forEach((name, value) -> {
                JsonValue written = record == null ? null : in(record, name);
                if (!isKept(before == null ? null : in(before, name), value, written)) {
                    fields.add(name, value);
                }
            });
        }
        return fields.build();
    }

    /** What stands in those fields now. */
    JsonObject written() {
        var fields = Json.createObjectBuilder();
        yours().keySet().forEach(name -> fields.add(name, in(record, name)));
        return fields.build();
    }

    /** Two people may have changed one member each of an embedded object. */
    private static boolean isKept(JsonValue before, JsonValue own, JsonValue written) {
        if (own instanceof JsonObject mine && written instanceof JsonObject theirs) {
            JsonObject known = before instanceof JsonObject object ? object : null;
            return mine.entrySet().stream()
                    .allMatch(one -> isKept(inside(known, one), one.getValue(), in(theirs, one.getKey())));
        }
        return own.equals(before) || own.equals(written);
    }

    private static JsonValue inside(JsonObject known, Map.Entry<String, JsonValue> member) {
        return known == null ? null : in(known, member.getKey());
    }

    /** A member that is null says no more than one that is absent. */
    private static JsonValue in(JsonObject fields, String name) {
        return fields.getOrDefault(name, JsonValue.NULL);
    }
}
