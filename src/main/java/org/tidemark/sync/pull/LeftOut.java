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
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.tidemark.json.Json;
import org.tidemark.sync.retry.UnreadableException;

/**
 * The records that a replica's pulls have passed and not sent, since they could not be read: the cursor remembers them,
 * and each later pull tries them again. Not threadsafe.
 */
public final class LeftOut {

    /**
     * The cursor is sent each time. Where more cannot be read, a pull fails: it skips nothing that it cannot remember.
     */
    static final int MOST = 1000;

    /** A record, in the scope in which it was left out. */
    record One(String scope, String collection, UUID id) {}

    private final Set<One> all = new TreeSet<>(
            Comparator.comparing(One::scope).thenComparing(One::collection).thenComparing(One::id));

    /** Where the next round begins to try again, or null. */
    private One first;

    public static LeftOut nothing() {
        return new LeftOut();
    }

    LeftOut copy() {
        var copy = new LeftOut();
        copy.all.addAll(all);
        copy.first = first;
        return copy;
    }

    public boolean isEmpty() {
        return all.isEmpty();
    }

    int size() {
        return all.size();
    }

    /**
     * Scope by scope, the collections in the order that is given: parents come first. Those of unknown collections
     * stay. It begins where the last round has ended, and goes around.
     */
    List<One> inOrder(List<String> collections) {
        Comparator<One> order = Comparator.comparing(One::scope)
                .thenComparing(one -> collections.indexOf(one.collection))
                .thenComparing(One::id);
        List<One> sorted = all.stream()
                .filter(one -> collections.contains(one.collection))
                .sorted(order)
                .toList();
        Predicate<One> isPassed = one -> first != null && order.compare(one, first) < 0;
        return Stream.concat(
                        sorted.stream().filter(isPassed.negate()),
                        sorted.stream().filter(isPassed))
                .toList();
    }

    /** @param one the first that was not tried, or null if all were */
    void goOnFrom(One one) {
        first = one;
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

    /** Ids by scope and collection. No scope is empty: there stands where to go on. */
    JsonObject json() {
        Map<String, Map<String, JsonArrayBuilder>> ids = new TreeMap<>();
        all.forEach(one -> ids.computeIfAbsent(one.scope, any -> new TreeMap<>())
                .computeIfAbsent(one.collection, any -> Json.createArrayBuilder())
                .add(one.id.toString()));
        JsonObjectBuilder json = Json.createObjectBuilder();
        if (first != null) {
            json.add(
                    "",
                    Json.createObjectBuilder()
                            .add("scope", first.scope)
                            .add("collection", first.collection)
                            .add("id", first.id.toString()));
        }
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
            if (scope.isEmpty()) {
                left.goOnFrom(new One(
                        collections.getString("scope"),
                        collections.getString("collection"),
                        id(collections.getJsonString("id"))));
                continue;
            }
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
