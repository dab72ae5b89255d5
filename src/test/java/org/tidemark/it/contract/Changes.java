package org.tidemark.it.contract;

import jakarta.json.Json;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A change set being written: what one push carries. Keeps the order in which collections are first named. */
public final class Changes {

    private final Map<String, Map<String, List<JsonObject>>> byCollection = new LinkedHashMap<>();
    private final List<JsonObject> resolutions = new ArrayList<>();
    private String group;

    public static Changes changes() {
        return new Changes();
    }

    /** Every change that follows belongs to this group; null for none. */
    public Changes group(String name) {
        group = name;
        return this;
    }

    public Changes add(Row row) {
        return put(row.collection(), "added", Body.object("id", row.id(), "fields", row.fields()));
    }

    /** Adds a record whose deletion at this version is taken back by that. */
    public Changes bringBack(Row row, long deletion) {
        return put(row.collection(), "added", Body.object("id", row.id(), "version", deletion, "fields", row.fields()));
    }

    public Changes addAll(Iterable<Row> rows) {
        rows.forEach(this::add);
        return this;
    }

    /** An edit that started from {@code before} at {@code version}. */
    public Changes modify(Row before, long version, Row after) {
        return put(
                after.collection(),
                "modified",
                Body.object(
                        "id", after.id(),
                        "version", version,
                        "fields", after.fields(),
                        "base", after.baseAgainst(before)));
    }

    public Changes delete(Row row, long version) {
        return put(row.collection(), "deleted", Body.object("id", row.id(), "version", version));
    }

    public Changes resolve(String conflict, String outcome) {
        resolutions.add(Body.object("conflict", conflict, "outcome", outcome));
        return this;
    }

    /** A change exactly as given, for the tests of what the server refuses. */
    public Changes put(String collection, String kind, JsonObject change) {
        JsonObject grouped = group == null ? change : Body.with(change, "group", group);
        byCollection
                .computeIfAbsent(collection, c -> new LinkedHashMap<>())
                .computeIfAbsent(kind, k -> new ArrayList<>())
                .add(grouped);
        return this;
    }

    public int size() {
        return byCollection.values().stream()
                .flatMap(kinds -> kinds.values().stream())
                .mapToInt(List::size)
                .sum();
    }

    public JsonObject push(long number) {
        JsonObjectBuilder changes = Json.createObjectBuilder();
        byCollection.forEach((collection, kinds) -> {
            JsonObjectBuilder lists = Json.createObjectBuilder();
            kinds.forEach((kind, list) -> lists.add(kind, Body.value(list)));
            changes.add(collection, lists);
        });
        JsonObject push = Body.object("number", number, "changes", changes.build());
        return resolutions.isEmpty() ? push : Body.with(push, "resolutions", resolutions);
    }
}
