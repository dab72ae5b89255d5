package org.tidemark.protocol;

import java.util.Objects;
import java.util.UUID;

/** What names a record everywhere: its collection and its id. */
public record RecordKey(String collection, UUID id) {

    public RecordKey {
        Objects.requireNonNull(collection, "collection");
        Objects.requireNonNull(id, "id");
    }
}
