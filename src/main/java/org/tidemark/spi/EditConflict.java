package org.tidemark.spi;

import jakarta.json.JsonObject;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.UUID;

/**
 * Two edits of a record that met, for a {@link ConflictRule} to decide. Values are as they travel: a {@code BigDecimal}
 * or {@code long} is a string, a date too, a relation is the id of its target.
 *
 * @param record its id
 * @param disputed the fields that both sides changed, and differently; with those that are {@link Coupled} to them
 * @param base what the client started from; without the fields of which it did not say that
 */
public record EditConflict(UUID record, List<String> disputed, JsonObject base, Side client, Side server) {

    /**
     * One of the two.
     *
     * @param fields the record as this side has it; of the client, what it sent
     * @param user whose edit it is
     * @param at when the server was told of it: no device's clock is believed
     */
    public record Side(JsonObject fields, String user, Instant at) {

        public Side {
            Objects.requireNonNull(fields, "fields");
            Objects.requireNonNull(user, "user");
            Objects.requireNonNull(at, "at");
        }
    }

    public EditConflict {
        Objects.requireNonNull(record, "record");
        Objects.requireNonNull(base, "base");
        Objects.requireNonNull(client, "client");
        Objects.requireNonNull(server, "server");
        disputed = List.copyOf(disputed);
    }
}
