package org.tidemark.client;

import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;
import org.tidemark.client.Round.Dropped;
import org.tidemark.client.Round.Removed;
import org.tidemark.client.Round.Reset;
import org.tidemark.client.Round.Step;
import org.tidemark.client.Round.Upserted;

/** A copy of the user's records in memory: what the rounds of one replica come to. Not threadsafe. */
public final class LocalRecords {

    private record Key(String collection, UUID id) {}

    private final Map<Key, Upserted> records = new LinkedHashMap<>();

    /** Takes a round as a whole. */
    public void take(Round round) {
        Map<String, Set<Key>> arrived = new HashMap<>();
        for (Step step : round.steps()) {
            if (step instanceof Reset reset) {
                arrived.put(reset.scope(), new HashSet<>());
            } else if (step instanceof Dropped dropped) {
                records.values().removeIf(record -> record.scope().equals(dropped.scope()));
            } else if (step instanceof Removed removed) {
                records.computeIfPresent(
                        new Key(removed.collection(), removed.id()),
                        (key, record) -> record.scope().equals(removed.scope()) ? null : record);
            } else if (step instanceof Upserted record) {
                var key = new Key(record.collection(), record.id());
                records.put(key, record);
                arrived.getOrDefault(record.scope(), new HashSet<>()).add(key);
            }
        }
        arrived.forEach((scope, keys) -> records.entrySet()
                .removeIf(entry -> entry.getValue().scope().equals(scope) && !keys.contains(entry.getKey())));
    }

    /** The record with its version and its fields, if the user may read one of this id. */
    public Optional<Upserted> find(String collection, UUID id) {
        return Optional.ofNullable(records.get(new Key(collection, id)));
    }

    public Stream<Upserted> all(String collection) {
        return records.values().stream().filter(record -> record.collection().equals(collection));
    }
}
