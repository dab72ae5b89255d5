package org.tidemark.desk;

import jakarta.json.JsonObject;
import jakarta.json.JsonValue;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.tidemark.protocol.Conflict;
import org.tidemark.protocol.Conflict.Kind;
import org.tidemark.protocol.Conflict.Side;
import org.tidemark.protocol.RecordKey;
import org.tidemark.protocol.Resolution.Outcome;
import org.tidemark.sync.CurrentRecord;
import org.tidemark.sync.state.ConflictEntry;

/**
 * One side of a closed conflict, put against the record as it is now: what that side had changed, and is missing. What
 * others have changed since is not taken back by it.
 */
public record LostSide(RecordKey key, JsonObject base, JsonObject side, String user) {

    /** Which of the two. */
    public enum Which {
        CLIENT,
        SERVER
    }

    static LostSide of(ConflictEntry conflict, Which which) {
        JsonObject body = conflict.body();
        boolean isClient = which == Which.CLIENT;
        String user = isClient || conflict.serverBy() == null ? conflict.owner() : conflict.serverBy();
        return new LostSide(
                conflict.key(), body.getJsonObject("base"), body.getJsonObject(isClient ? "client" : "server"), user);
    }

    /** The side that was not kept; of a mix, the client's. */
    static Which lost(Outcome outcome) {
        return outcome == Outcome.CLIENT ? Which.SERVER : Which.CLIENT;
    }

    private boolean isDeleted() {
        return side.getBoolean("deleted", false);
    }

    private Optional<JsonObject> before() {
        return Optional.ofNullable(base).map(known -> known.getJsonObject("fields"));
    }

    /**
     * The conflict of this side with the record, or empty if the record has all of it.
     *
     * @param closed the fields that nobody writes
     */
    Optional<Conflict> against(CurrentRecord now, Set<String> closed, Instant at) {
        if (isDeleted()) {
            var deletion = new Side(now.side().version(), at, user, true, null);
            return now.side().deleted()
                    ? Optional.empty()
                    : Optional.of(conflict(
                            Kind.DELETED_MODIFIED,
                            List.of(),
                            base == null ? null : before(base),
                            deletion,
                            now.side(),
                            at));
        }
        Map<String, JsonValue> wanted = new LinkedHashMap<>(side.getJsonObject("fields"));
        if (now.side().deleted()) {
            var edit = new Side(null, null, null, false, wanted);
            return Optional.of(conflict(
                    Kind.MODIFIED_DELETED, List.of(), base == null ? null : before(base), edit, now.side(), at));
        }
        Map<String, JsonValue> fields = new LinkedHashMap<>(now.side().fields());
        List<String> missing = new ArrayList<>();
        now.side().fields().forEach((name, present) -> {
            JsonValue value = wanted.getOrDefault(name, present);
            boolean isChanged =
                    before().map(known -> !value.equals(known.get(name))).orElse(true);
            if (isChanged && !closed.contains(name) && !value.equals(present)) {
                missing.add(name);
                fields.put(name, value);
            }
        });
        var edit = new Side(null, null, null, false, fields);
        return missing.isEmpty()
                ? Optional.empty()
                : Optional.of(conflict(
                        before().isPresent() ? Kind.MODIFIED_MODIFIED : Kind.ADDED_ADDED,
                        missing,
                        before().map(known -> start(known, now, missing)).orElse(null),
                        edit,
                        now.side(),
                        at));
    }

    /**
     * What both sides start from: of what the side had not changed, the record as it is. What others write there from
     * now on is theirs alone, and in no dispute.
     */
    private static Side start(JsonObject known, CurrentRecord now, List<String> missing) {
        Map<String, JsonValue> fields = new LinkedHashMap<>(now.side().fields());
        for (String name : missing) {
            if (known.containsKey(name)) {
                fields.put(name, known.get(name));
            } else {
                fields.remove(name);
            }
        }
        return new Side(null, null, null, false, fields);
    }

    /** The state that the side started from, as it was told then. */
    private Side before(JsonObject told) {
        Long version =
                told.containsKey("version") ? told.getJsonNumber("version").longValue() : null;
        return new Side(version, null, null, false, before().orElse(null));
    }

    private Conflict conflict(Kind kind, List<String> disputed, Side from, Side client, Side server, Instant at) {
        return new Conflict(UUID.randomUUID(), key, kind, at, disputed, from, client, server);
    }
}
