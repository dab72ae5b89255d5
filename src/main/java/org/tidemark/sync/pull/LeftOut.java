package org.tidemark.sync.pull;

import jakarta.json.JsonArray;
import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import jakarta.json.JsonString;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;
import org.tidemark.json.Json;
import org.tidemark.sync.retry.UnreadableException;

/**
 * The records that a replica's pulls have passed and not sent, since they could not be read: the cursor remembers them, and each later pull
 * tries them again. Not threadsafe.
 */
public final class LeftOut {

    /** The cursor is sent each time. Where more cannot be read, a pull fails: it skips nothing that it cannot remember. */
    static final int MOST = 1000;

    /** A record, in the scope in which it was left out. */
    record One(String scope, String collection, UUID id) {}

    private final Set<One> all = new TreeSet<>(
            Comparator.comparing(One::scope).thenComparing(One::collection).thenComparing(One::id));

    public static LeftOut nothing() {
        return new LeftOut();
    }

    LeftOut copy() {
        var copy = new LeftOut();
        copy.all.addAll(all);
        return copy;
    }

    public boolean isEmpty() {
        return all.isEmpty();
    }

    int size() {
        return all.size();
    }

    /** Scope by scope, the collections in the order that is given: parents come first. Those of unknown collections stay. */
    List<One> inOrder(List<String> collections) {
        return all.stream()
                .filter(one -> collections.contains(one.collection))
                .sorted(Comparator.comparing(One::scope).thenComparing(one -> collections.indexOf(one.collection)))
                .toList();
    }

    /** @throws UnreadableException if there are too many */
    void add(One one) {
        all.add(one);
        if (all.size() > MOST) {
            throw UnreadableException.tooMany(MOST);
        }
    }

    void remove(One one) {
        all.remove(one);
    }

    /** The scope is read anew, or the replica drops it. */
    void forget(String scope) {
        all.removeIf(one -> one.scope.equals(scope));
    }

    /** Ids by scope and collection. */
    JsonObject json() {
        Map<String, Map<String, JsonArrayBuilder>> ids = new TreeMap<>();
        all.forEach(one -> ids.computeIfAbsent(one.scope, any -> new TreeMap<>())
                .computeIfAbsent(one.collection, any -> Json.createArrayBuilder())
                .add(one.id.toString()));
        JsonObjectBuilder json = Json.createObjectBuilder();
        ids.forEach((scope, collections) -> {
            JsonObjectBuilder inScope = Json.createObjectBuilder();
            collections.forEach(inScope::add);
            json.add(scope, inScope);
        });
        return json.build();
    }

    /** @throws RuntimeException if {@link #json} has not written that */
    static LeftOut of(JsonObject json) {
        var left = new LeftOut();
        for (String scope : json.keySet()) {
            JsonObject collections = json.getJsonObject(scope);
            for (String collection : collections.keySet()) {
                JsonArray ids = collections.getJsonArray(collection);
                for (int i = 0; i < ids.size(); i++) {
                    left.add(new One(scope, collection, id(ids.getJsonString(i))));
                }
            }
        }
        if (left.isEmpty() || !left.json().equals(json)) {
            throw new IllegalArgumentException("not as it was written");
        }
        return left;
    }

    private static UUID id(JsonString text) {
        return UUID.fromString(text.getString());
    }
}
