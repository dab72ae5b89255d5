package org.tidemark.it.heap;

import jakarta.json.Json;
import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import java.util.List;
import java.util.UUID;
import org.tidemark.it.Answer;

/** What an attack sends, and what it reads of the answer. */
final class Messages {

    private Messages() {}

    static String message(String kind, JsonObjectBuilder company) {
        JsonObjectBuilder change = kind.equals("modified") ? company.add("version", 1) : company;
        return message("companies", kind, Json.createArrayBuilder().add(change));
    }

    /** A replica's first push. */
    static String message(String collection, String kind, JsonArrayBuilder records) {
        var changes = Json.createObjectBuilder()
                .add(collection, Json.createObjectBuilder().add(kind, records));
        return Json.createObjectBuilder()
                .add("replica", UUID.randomUUID().toString())
                .add("push", Json.createObjectBuilder().add("number", 1).add("changes", changes))
                .build()
                .toString();
    }

    static JsonObject pull(String cursor) {
        var pull = Json.createObjectBuilder().add("page", 5000);
        pull = cursor == null ? pull.addNull("cursor") : pull.add("cursor", cursor);
        return Json.createObjectBuilder()
                .add("replica", UUID.randomUUID().toString())
                .add("pull", pull)
                .build();
    }

    static JsonArrayBuilder deletions() {
        var deletions = Json.createArrayBuilder();
        for (int i = 0; i < 1_000; i++) {
            deletions.add(Json.createObjectBuilder()
                    .add("id", UUID.randomUUID().toString())
                    .add("version", 1));
        }
        return deletions;
    }

    static JsonObjectBuilder company(String notes) {
        return Json.createObjectBuilder()
                .add("id", UUID.randomUUID().toString())
                .add(
                        "fields",
                        Json.createObjectBuilder()
                                .add("name", "Nordlys Seafood")
                                .add("region", "emea")
                                .add("notes", notes));
    }

    static List<JsonObject> rejected(Answer answer) {
        return answer.json().getJsonObject("push").getJsonArray("rejected").getValuesAs(JsonObject.class);
    }
}
