package org.tidemark.client;

import jakarta.json.JsonObject;
import jakarta.json.JsonString;
import jakarta.json.JsonValue;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/**
 * What has changed since the last round: the steps in the order in which they are to be taken (P100 to P115). Taken as
 * a whole, they lead to one state of the server. {@link LocalRecords} shows how.
 *
 * @param settled conflicts of the user that somebody else closed: {@code conflict}, {@code outcome}, {@code by} and
 *     {@code at}
 */
public record Round(List<Step> steps, List<JsonObject> settled) {

    /** One thing to do. */
    public sealed interface Step {}

    /** From here on, what comes of this scope replaces what was there: at the end, what did not come is removed. */
    public record Reset(String scope) implements Step {}

    /** The user may no longer read this scope: all of it is removed. */
    public record Dropped(String scope) implements Step {}

    /** A record has left this scope: it is removed, unless another scope has brought it meanwhile. */
    public record Removed(String scope, String collection, UUID id) implements Step {}

    /**
     * A record as it is now.
     *
     * @param json with {@code modifiedAt} and {@code modifiedBy}
     */
    public record Upserted(String scope, String collection, UUID id, long version, JsonObject fields, JsonObject json)
            implements Step {}

    static Round of(List<JsonObject> pages) {
        List<Step> steps = new ArrayList<>();
        List<JsonObject> settled = new ArrayList<>();
        for (JsonObject page : pages) {
            page.getJsonArray("scopes").getValuesAs(JsonObject.class).forEach(scope -> add(steps, scope));
            settled.addAll(page.getJsonArray("settled").getValuesAs(JsonObject.class));
        }
        return new Round(List.copyOf(steps), List.copyOf(settled));
    }

    private static void add(List<Step> steps, JsonObject scope) {
        String name = scope.getString("scope");
        if (scope.getBoolean("dropped", false)) {
            steps.add(new Dropped(name));
            return;
        }
        if (scope.getBoolean("reset", false)) {
            steps.add(new Reset(name));
        }
        JsonObject changes =
                scope.containsKey("changes") ? scope.getJsonObject("changes") : JsonValue.EMPTY_JSON_OBJECT;
        changes.forEach((collection, change) -> removed(steps, name, collection, change.asJsonObject()));
        changes.forEach((collection, change) -> upserted(steps, name, collection, change.asJsonObject()));
    }

    private static void removed(List<Step> steps, String scope, String collection, JsonObject change) {
        if (change.containsKey("removed")) {
            change.getJsonArray("removed")
                    .getValuesAs(JsonString.class)
                    .forEach(id -> steps.add(new Removed(scope, collection, UUID.fromString(id.getString()))));
        }
    }

    private static void upserted(List<Step> steps, String scope, String collection, JsonObject change) {
        if (change.containsKey("upserted")) {
            change.getJsonArray("upserted")
                    .getValuesAs(JsonObject.class)
                    .forEach(record -> steps.add(new Upserted(
                            scope,
                            collection,
                            UUID.fromString(record.getString("id")),
                            record.getJsonNumber("version").longValueExact(),
                            record.getJsonObject("fields"),
                            record)));
        }
    }
}
