package org.tidemark.sync.decide;

import jakarta.json.JsonValue;
import java.util.List;
import java.util.Map;
import org.tidemark.protocol.Conflict;
import org.tidemark.protocol.Resolution;

/** What is to be done about one change. */
public sealed interface Decision {

    /** What it writes into the record, by itself. */
    default Map<String, JsonValue> fields() {
        return Map.of();
    }

    /** Create the record with these fields. */
    record Insert(Map<String, JsonValue> fields) implements Decision {}

    /** Write these fields into the record. */
    record Update(Map<String, JsonValue> fields) implements Decision {}

    /** Remove the record. */
    record Delete() implements Decision {}

    /** The server has it already. */
    record Nothing() implements Decision {}

    /** Somebody has to decide. */
    record Clash(Conflict.Kind kind, List<String> disputed) implements Decision {}

    /**
     * Both sides changed the record, in different fields: {@code then} is done, if the outcome keeps the rules of the
     * application; {@code otherwise} somebody has to decide.
     */
    record Merged(Decision then, Clash otherwise) implements Decision {}

    /**
     * A rule has decided: {@code then} is done, and the losing side is kept in the register. If the outcome breaks the
     * rules of the application, somebody has to decide.
     *
     * @param outcome whose side won
     */
    record ByRule(Clash clash, Resolution.Outcome outcome, Decision then) implements Decision {}
}
