package org.tidemark.desk;

import jakarta.json.JsonObject;
import jakarta.json.JsonString;
import jakarta.json.JsonValue;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.tidemark.protocol.Resolution.Outcome;
import org.tidemark.spi.EditConflict;
import org.tidemark.spi.Verdict;
import org.tidemark.sync.state.ConflictEntry;

/** A conflict of two edits that a person has decided, as a rule would have seen it. */
record PastDecision(UUID id, EditConflict conflict, Outcome outcome, JsonObject written, String by, Instant at) {

    static PastDecision of(ConflictEntry entry) {
        JsonObject body = entry.body();
        JsonObject server = body.getJsonObject("server");
        JsonObject base = body.getJsonObject("base");
        var conflict = new EditConflict(
                entry.key().id(),
                body.getJsonArray("disputed").getValuesAs(JsonString::getString),
                base == null || !base.containsKey("fields")
                        ? JsonValue.EMPTY_JSON_OBJECT
                        : base.getJsonObject("fields"),
                new EditConflict.Side(
                        body.getJsonObject("client").getJsonObject("fields"), entry.owner(), entry.detectedAt()),
                new EditConflict.Side(
                        server.getJsonObject("fields"),
                        server.getString("modifiedBy", ""),
                        Instant.parse(server.getString("modifiedAt", Instant.EPOCH.toString()))));
        return new PastDecision(
                entry.id(),
                conflict,
                entry.outcome(),
                entry.resolution() == null ? JsonValue.EMPTY_JSON_OBJECT : entry.resolution(),
                entry.settledBy(),
                entry.settledAt());
    }

    List<String> disputed() {
        return conflict.disputed();
    }

    JsonValue client(String field) {
        return conflict.client().fields().getOrDefault(field, JsonValue.NULL);
    }

    JsonValue server(String field) {
        return conflict.server().fields().getOrDefault(field, JsonValue.NULL);
    }

    /** What the person took. */
    JsonValue taken(String field) {
        return switch (outcome) {
            case CLIENT -> client(field);
            case SERVER -> server(field);
            case MERGED -> written.getOrDefault(field, server(field));
        };
    }

    /** Whether the verdict comes to what the person took, in all fields that were in dispute. */
    boolean isSame(Verdict verdict) {
        return disputed().stream().allMatch(field -> taken(field).equals(chosen(verdict, field)));
    }

    private JsonValue chosen(Verdict verdict, String field) {
        return switch (verdict.outcome()) {
            case CLIENT -> client(field);
            case SERVER, PERSON -> server(field);
            case MERGED -> verdict.fields().getOrDefault(field, server(field));
        };
    }
}
