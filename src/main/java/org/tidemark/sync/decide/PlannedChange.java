package org.tidemark.sync.decide;

import jakarta.json.JsonValue;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;
import org.tidemark.mapping.SyncCollection;
import org.tidemark.protocol.Change;
import org.tidemark.protocol.Conflict;
import org.tidemark.protocol.Conflict.Side;
import org.tidemark.protocol.RecordKey;
import org.tidemark.protocol.Rejection;
import org.tidemark.protocol.Resolution;
import org.tidemark.spi.SyncState;
import org.tidemark.spi.Synchronisable;
import org.tidemark.sync.decide.ServerState.Deleted;
import org.tidemark.sync.decide.ServerState.Present;
import org.tidemark.sync.state.Tombstone;

/**
 * What is to be done about one change, and why.
 *
 * @param collection null if there is none of that name
 * @param fields canonical
 * @param base canonical
 * @param decision null if rejected
 * @param rejection null unless rejected
 */
public record PlannedChange(
        Change change,
        SyncCollection collection,
        Map<String, JsonValue> fields,
        Map<String, JsonValue> base,
        ServerState server,
        Decision decision,
        Rejection rejection) {

    public static PlannedChange rejected(Change change, Rejection rejection) {
        return new PlannedChange(change, null, Map.of(), Map.of(), null, null, rejection);
    }

    public PlannedChange but(Rejection reason) {
        return new PlannedChange(change, collection, fields, base, server, null, reason);
    }

    public RecordKey key() {
        return change.key();
    }

    public boolean isApplicable() {
        return rejection == null && !(decision instanceof Decision.Clash);
    }

    /** Whether its record is to be written. */
    public boolean isWritten() {
        return !(effect() instanceof Decision.Nothing);
    }

    /** What is to be done to the record, by whoever's decision. */
    public Decision effect() {
        if (decision instanceof Decision.Merged merged) {
            return merged.then();
        }
        return decision instanceof Decision.ByRule byRule ? byRule.then() : decision;
    }

    /** The same change, to be decided by a person if a machine has decided it so far; null if none has. */
    public PlannedChange byPerson() {
        if (decision instanceof Decision.Merged merged) {
            return but(merged.otherwise());
        }
        return decision instanceof Decision.ByRule byRule ? but(byRule.clash()) : null;
    }

    public PlannedChange but(Decision other) {
        return new PlannedChange(change, collection, fields, base, server, other, null);
    }

    /** Whether the outcome is neither side's, but a rule's own. */
    public boolean isMadeByRule() {
        return decision instanceof Decision.ByRule byRule && byRule.outcome() == Resolution.Outcome.MERGED;
    }

    /**
     * Whether the record became something else than what its replica takes it for: others had changed it, a setter or a
     * callback of the application has made another value of a field, be it one that was sent or not, or the column
     * does.
     */
    public boolean isMergedInto(Synchronisable entity) {
        if (entity == null || fields.isEmpty()) {
            return false;
        }
        Map<String, JsonValue> expected = new LinkedHashMap<>(unsent());
        expected.putAll(fields);
        return expected.entrySet().stream().anyMatch(field -> !field.getValue()
                        .equals(collection.field(field.getKey()).read(entity)))
                || changed().entrySet().stream()
                        .anyMatch(sent -> collection.table().pads(sent.getKey(), sent.getValue()));
    }

    /**
     * What the replica takes the other fields for: those of a record that it knows stay as they were, those of a new
     * one take their defaults.
     */
    private Map<String, JsonValue> unsent() {
        boolean isNew = change instanceof Change.Added || effect() instanceof Decision.Insert;
        return isNew ? collection.defaults() : server.fields();
    }

    /** What was sent and is not what the record had. */
    private Map<String, JsonValue> changed() {
        if (byPerson() != null) {
            return fields;
        }
        Map<String, JsonValue> known = server.fields();
        Map<String, JsonValue> changed = new LinkedHashMap<>(fields);
        changed.entrySet().removeIf(sent -> sent.getValue().equals(known.get(sent.getKey())));
        return changed;
    }

    /** The highest version that the record is known to have had. */
    public long previousVersion() {
        if (server instanceof Present present) {
            return present.version();
        }
        if (server instanceof Deleted deleted) {
            return deleted.version();
        }
        return baseVersion();
    }

    private long baseVersion() {
        if (change instanceof Change.Modified modified) {
            return modified.version();
        }
        return change instanceof Change.Deleted deleted ? deleted.version() : 0;
    }

    /** The conflict with its three sides, to be registered and answered. */
    public Conflict conflict(
            Decision.Clash clash, String user, Instant now, Synchronisable entity, Tombstone tombstone) {
        return new Conflict(
                UUID.randomUUID(),
                key(),
                clash.kind(),
                now,
                clash.disputed(),
                baseSide(),
                change instanceof Change.Deleted deleted
                        ? new Side(deleted.version(), now, user, true, null)
                        : new Side(null, null, null, false, fields),
                serverSide(entity, tombstone));
    }

    private Side baseSide() {
        if (change instanceof Change.Modified modified) {
            Map<String, JsonValue> before = new LinkedHashMap<>(fields);
            before.putAll(base);
            return new Side(modified.version(), null, null, false, before);
        }
        if (change instanceof Change.Deleted deleted) {
            return new Side(deleted.version(), null, null, false, null);
        }
        return null;
    }

    private Side serverSide(Synchronisable entity, Tombstone tombstone) {
        if (server instanceof Present present) {
            SyncState state = entity.getSync();
            return new Side(present.version(), state.getModifiedAt(), state.getModifiedBy(), false, present.fields());
        }
        return tombstone == null
                ? new Side(previousVersion(), null, null, true, null)
                : new Side(tombstone.version(), tombstone.leftAt(), tombstone.leftBy(), true, null);
    }
}
