package org.tidemark.sync.decide;

import jakarta.json.JsonValue;
import java.util.Map;

/** What the server has under an id, read under the lock. */
public sealed interface ServerState {

    /** What the record has; nothing where there is none. */
    default Map<String, JsonValue> fields() {
        return Map.of();
    }

    /** Never was there, or so long ago that its tombstone is purged. */
    record Absent() implements ServerState {}

    /** Is there, with these canonical fields. */
    record Present(long version, Map<String, JsonValue> fields) implements ServerState {}

    /** Was deleted; the version is that of the tombstone. */
    record Deleted(long version) implements ServerState {}
}
