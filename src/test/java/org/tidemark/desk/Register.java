package org.tidemark.desk;

import jakarta.json.JsonObject;
import jakarta.json.JsonValue;
import jakarta.persistence.EntityManager;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Consumer;
import org.tidemark.protocol.Conflict;
import org.tidemark.protocol.Conflict.Kind;
import org.tidemark.protocol.Conflict.Side;
import org.tidemark.protocol.RecordKey;
import org.tidemark.protocol.Resolution.Outcome;
import org.tidemark.spi.Caller;
import org.tidemark.sync.Estate;
import org.tidemark.sync.state.ConflictEntry;

/** Puts conflicts into the register of a test, as a push would. */
final class Register {

    static final Instant DAY = Instant.parse("2026-11-24T09:30:00Z");

    static final Caller STEWARD = caller("carol", true);

    static Caller caller(String name, boolean isSteward) {
        return new Caller() {
            @Override
            public String user() {
                return name;
            }

            @Override
            public boolean isInRole(String role) {
                return isSteward && role.equals("steward");
            }
        };
    }

    private final String collection;
    private final EntityManager em;

    Register(EntityManager em, String collection) {
        this.em = em;
        this.collection = collection;
    }

    /** Two edits of one record: values of the fields as {@code {'phone': '1'}}. */
    ConflictEntry edits(String user, String base, String client, String serverBy, String server, int minute) {
        return add(user, "red", conflict(collection, UUID.randomUUID(), base, client, serverBy, server, minute));
    }

    ConflictEntry add(String user, String scope, Conflict conflict) {
        var entry = new ConflictEntry(conflict, scope, null, user);
        em.persist(entry);
        return entry;
    }

    static Conflict conflict(
            String collection, UUID record, String base, String client, String serverBy, String server, int minute) {
        Instant at = DAY.plusSeconds(60L * minute);
        Map<String, JsonValue> before = fields(base);
        Map<String, JsonValue> mine = fields(client);
        Map<String, JsonValue> theirs = fields(server);
        List<String> disputed = new ArrayList<>(mine.keySet());
        disputed.removeIf(name -> mine.get(name).equals(theirs.get(name))
                || mine.get(name).equals(before.get(name))
                || theirs.get(name).equals(before.get(name)));
        return new Conflict(
                UUID.randomUUID(),
                new RecordKey(collection, record),
                Kind.MODIFIED_MODIFIED,
                at,
                disputed,
                new Side(1L, null, null, false, before),
                new Side(null, null, null, false, mine),
                new Side(2L, at.minusSeconds(30), serverBy, false, theirs));
    }

    static Map<String, JsonValue> fields(String json) {
        return new LinkedHashMap<>(Estate.json(json));
    }

    static Consumer<ConflictEntry> decided(Outcome outcome, String by, int minute, JsonObject written) {
        return entry -> entry.settle(outcome, by, DAY.plusSeconds(60L * minute), null, written);
    }
}
