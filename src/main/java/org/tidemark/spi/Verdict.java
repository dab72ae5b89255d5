package org.tidemark.spi;

import jakarta.json.JsonObject;
import jakarta.json.JsonValue;
import java.util.Objects;

/**
 * What a {@link ConflictRule} says.
 *
 * @param fields of {@link Outcome#MERGED}; else empty
 */
public record Verdict(Outcome outcome, JsonObject fields) {

    public enum Outcome {
        /** What the client changed is written. */
        CLIENT,
        /** The record stays as the server has it. */
        SERVER,
        /** Something of both, or something new. */
        MERGED,
        /** Somebody has to look at it. */
        PERSON
    }

    public Verdict {
        Objects.requireNonNull(outcome, "outcome");
        Objects.requireNonNull(fields, "fields");
    }

    public static Verdict client() {
        return new Verdict(Outcome.CLIENT, JsonValue.EMPTY_JSON_OBJECT);
    }

    public static Verdict server() {
        return new Verdict(Outcome.SERVER, JsonValue.EMPTY_JSON_OBJECT);
    }

    public static Verdict person() {
        return new Verdict(Outcome.PERSON, JsonValue.EMPTY_JSON_OBJECT);
    }

    /**
     * These values are written. Of the fields that are missing, those in dispute stay as the server has them, and the
     * others come from the side that changed them.
     */
    public static Verdict merged(JsonObject fields) {
        return new Verdict(Outcome.MERGED, fields);
    }
}
