package org.tidemark.health;

import jakarta.json.JsonObject;
import java.util.Map;
import org.tidemark.json.Json;

/**
 * One thing that a node needs. It is open to everybody, so it tells numbers and no names.
 *
 * @param data numbers that help whoever reads it
 */
public record Check(String name, boolean isUp, Map<String, Long> data) {

    JsonObject toJson() {
        var json = Json.createObjectBuilder().add("name", name).add("status", status(isUp));
        if (!data.isEmpty()) {
            var numbers = Json.createObjectBuilder();
            data.forEach(numbers::add);
            json.add("data", numbers);
        }
        return json.build();
    }

    static String status(boolean isUp) {
        return isUp ? "UP" : "DOWN";
    }
}
