package org.tidemark.convergence.real;

import jakarta.json.Json;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import jakarta.json.JsonReader;
import jakarta.json.JsonString;
import jakarta.json.JsonValue;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** What the machine calls {@code c7} is a UUID on the wire and in the tables; field values are otherwise the same. */
public final class Names {
    private static final Map<String, List<String>> FIELDS = Map.of(
            "companies", List.of("name", "vatNumber", "phone", "notes", "region"),
            "contacts", List.of("name", "role", "phone", "company"));

    /** Fields that histories leave alone. A change names them all the same, as a replica that knows them would. */
    private static final Map<String, List<String>> OTHERS = Map.of(
            "companies", List.of("email", "address", "employees", "annualRevenue", "founded"),
            "contacts", List.of("email"));

    private final Map<String, String> keys = new HashMap<>();

    public static String collection(String key) {
        return key.charAt(0) == 'c' ? "companies" : "contacts";
    }

    public String id(String key) {
        String id = UUID.nameUUIDFromBytes(key.getBytes(StandardCharsets.UTF_8)).toString();
        keys.putIfAbsent(id, key);
        return id;
    }

    /** The key of an id; of one that the machine did not make, the id itself behind the letter of its collection. */
    public String key(String kind, String id) {
        return keys.getOrDefault(id, (kind.equals("c") || kind.equals("companies") ? "c" : "k") + id);
    }

    public Map<String, String> fields(JsonObject json) {
        Map<String, String> fields = new HashMap<>();
        for (List<String> names : FIELDS.values()) {
            for (String name : names) {
                if (json.get(name) instanceof JsonString value) {
                    fields.put(name, name.equals("company") ? key("c", value.getString()) : value.getString());
                }
            }
        }
        return fields;
    }

    public JsonObject json(Map<String, String> fields) {
        JsonObjectBuilder json = Json.createObjectBuilder();
        fields.forEach((name, value) -> json.add(name, name.equals("company") ? id(value) : value));
        return json.build();
    }

    /** Every writable field of the record. */
    JsonObject whole(String key, Map<String, String> fields) {
        JsonObjectBuilder json = Json.createObjectBuilder(json(fields));
        OTHERS.get(collection(key)).forEach(name -> json.add(name, JsonValue.NULL));
        return json.build();
    }

    public static JsonObject parse(String text) {
        try (JsonReader reader = Json.createReader(new StringReader(text))) {
            return reader.readObject();
        }
    }
}
