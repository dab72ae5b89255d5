package org.tidemark.it.contract;

import jakarta.json.Json;
import jakarta.json.JsonObject;
import jakarta.json.JsonValue;

/** A record as a client holds it: where it belongs, its id and its fields. Immutable. */
public record Row(String collection, String id, JsonObject fields) {

    public Row with(String field, Object value) {
        return new Row(collection, id, Body.with(fields, field, value));
    }

    public Row without(String field) {
        return new Row(collection, id, Body.without(fields, field));
    }

    /** What {@code base} of a change must hold: the old value of every field that differs from {@code before}. */
    JsonObject baseAgainst(Row before) {
        var base = Json.createObjectBuilder();
        for (String field : fields.keySet()) {
            JsonValue old = before.fields.getOrDefault(field, JsonValue.NULL);
            if (!fields.get(field).equals(old)) {
                base.add(field, old);
            }
        }
        return base.build();
    }
}
