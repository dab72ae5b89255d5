package org.tidemark.sync.constraints;

import static org.tidemark.sync.Estate.modified;

import jakarta.json.Json;
import jakarta.json.JsonObject;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import org.tidemark.protocol.Change;
import org.tidemark.sync.Estate;

/** A seat with values that no other has. */
final class Seat {

    private static final AtomicInteger NEXT = new AtomicInteger(1);

    private final Estate estate;
    final UUID id = UUID.randomUUID();
    final int place = NEXT.getAndIncrement();
    String hall = "hall " + place;
    final String guest = "guest " + place;
    private final String code = "c" + place;

    Seat(Estate estate) {
        this.estate = estate;
    }

    Change takes(Seat other) {
        return modified("seats", id, version(), other.json());
    }

    Change changed(String field) {
        return modified("seats", id, version(), "{" + field + "}");
    }

    String json(String... more) {
        String values = "'team': 'red', 'guest': '%s', 'code': '%s', 'hall': '%s', 'place': %d, 'tag': {'number': %d}"
                .formatted(guest, code, hall, place, place);
        for (String one : more) {
            String name = one.substring(0, one.indexOf(':'));
            values = values.replaceAll(name + ": '[^']*'(, )?", "");
            values += (values.endsWith(", ") ? "" : ", ") + one;
        }
        return "{" + values + "}";
    }

    JsonObject fields() {
        return own(Estate.json(json()));
    }

    Change gone() {
        return Estate.deleted("seats", id, version());
    }

    private long version() {
        return estate.pull("seats", id).getJsonNumber("version").longValue();
    }

    /** What only it has, of the fields of a record. */
    static JsonObject own(JsonObject fields) {
        return Json.createObjectBuilder(fields).remove("team").remove("note").build();
    }
}
