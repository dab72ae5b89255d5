package org.tidemark.it.estate;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;

import jakarta.json.Json;
import jakarta.json.JsonObject;
import java.util.UUID;

/** Edits of one appointment, as replicas of several users send them. */
final class Appointments {

    private static final String FIELDS =
            "{'district': 'NORTH', 'begins': 8, 'ends': 10, 'hours': 2, 'note': 'ring', 'discount': 0, 'closed': false, 'openedBy': 'alice'}";

    final String id = UUID.randomUUID().toString();
    private final Device first;

    /** A new one, added by this device. */
    Appointments(Device first) {
        this(first, "{}");
    }

    Appointments(Device first, String fields) {
        this.first = first;
        JsonObject result =
                first.push("{'appointments': {'added': [{'id': '%s', 'fields': %s}]}}".formatted(id, whole(fields)));
        assertEquals(1, result.getJsonArray("applied").size(), result.toString());
    }

    /** What it looks like for a new device. */
    JsonObject fields() {
        return record().getJsonObject("fields");
    }

    int version() {
        return record().getInt("version");
    }

    JsonObject record() {
        JsonObject record = first.pull().get("appointments", id);
        assertNotNull(record, "the appointment is there");
        return record;
    }

    /** An edit that is based on this version. */
    JsonObject edit(Device device, int version, String fields, String base) {
        return device.push("{'appointments': {'modified': [%s]}}".formatted(modified(version, fields, base)));
    }

    String modified(int version, String fields, String base) {
        return "{'id': '%s', 'version': %s, 'fields': %s, 'base': %s}".formatted(id, version, whole(fields), base);
    }

    /** Only these fields. */
    JsonObject send(Device device, int version, String fields) {
        return device.push("{'appointments': {'modified': [{'id': '%s', 'version': %s, 'fields': %s}]}}"
                .formatted(id, version, fields));
    }

    private static JsonObject whole(String fields) {
        var json = Json.createObjectBuilder(Device.json(FIELDS));
        Device.json(fields).forEach(json::add);
        return json.build();
    }

    static JsonObject applied(JsonObject result) {
        assertEquals(1, result.getJsonArray("applied").size(), result.toString());
        return result.getJsonArray("applied").getJsonObject(0);
    }

    static JsonObject conflict(JsonObject result) {
        assertEquals(1, result.getJsonArray("conflicts").size(), result.toString());
        return result.getJsonArray("conflicts").getJsonObject(0);
    }

    static JsonObject rejected(JsonObject result) {
        assertEquals(1, result.getJsonArray("rejected").size(), result.toString());
        return result.getJsonArray("rejected").getJsonObject(0);
    }
}
