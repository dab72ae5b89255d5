package org.tidemark.sync.decide;

import static org.tidemark.protocol.Conflict.Kind.ADDED_ADDED;
import static org.tidemark.protocol.Conflict.Kind.DELETED_MODIFIED;
import static org.tidemark.protocol.Conflict.Kind.MODIFIED_DELETED;
import static org.tidemark.protocol.Conflict.Kind.MODIFIED_MODIFIED;

import jakarta.json.JsonValue;
import java.util.List;
import java.util.Map;
import org.tidemark.mapping.MergeRules;
import org.tidemark.protocol.Change;
import org.tidemark.protocol.Resolution;
import org.tidemark.sync.decide.ServerState.Deleted;
import org.tidemark.sync.decide.ServerState.Present;

/**
 * Decides about a change by comparing its base version with the version that the record has, read under its lock. A
 * pure function: no database, no clock. The rows of its table:
 *
 * <pre>
 * client \ server | absent     unchanged   changed, equal   changed otherwise            deleted
 * added           | insert     —           nothing          added-added                  modified-deleted
 * modified        | m-deleted  update      nothing          the merge rule, or m-m       modified-deleted
 * deleted         | nothing    delete      —                deleted-modified             nothing
 * </pre>
 *
 * A change that comes with the resolution of a conflict whose server side was the deletion brings the record back; so
 * does an added record that names the version of that very deletion.
 *
 * <p>See docs/protocol.md, P50 to P69.
 */
public final class ConflictDetector {

    private ConflictDetector() {}

    /**
     * @param client the change
     * @param fields its fields, canonical
     * @param base the old values of the fields that it changed, canonical
     * @param rules of the collection
     * @param bringsBack whether a resolution allows it to bring back the deleted record
     */
    public static Decision decide(
            Change client,
            Map<String, JsonValue> fields,
            Map<String, JsonValue> base,
            ServerState server,
            MergeRules rules,
            boolean bringsBack) {
        if (client instanceof Change.Added added) {
            return added(added.deletion(), fields, server, bringsBack);
        }
        if (client instanceof Change.Modified modified) {
            return modified(modified.version(), fields, base, server, rules, bringsBack);
        }
        return deleted(((Change.Deleted) client).version(), server);
    }

    private static Decision added(
            long deletion, Map<String, JsonValue> fields, ServerState server, boolean bringsBack) {
        if (server instanceof Present present) {
            return equal(fields, present)
                    ? new Decision.Nothing()
                    : new Decision.Clash(ADDED_ADDED, different(fields, present));
        }
        if (server instanceof Deleted deleted && deleted.version() != deletion && !bringsBack) {
            return new Decision.Clash(MODIFIED_DELETED, List.of());
        }
        return new Decision.Insert(fields);
    }

    private static Decision modified(
            long version,
            Map<String, JsonValue> fields,
            Map<String, JsonValue> base,
            ServerState server,
            MergeRules rules,
            boolean bringsBack) {
        if (!(server instanceof Present present)) {
            return bringsBack ? new Decision.Insert(fields) : new Decision.Clash(MODIFIED_DELETED, List.of());
        }
        if (equal(fields, present)) {
            return new Decision.Nothing();
        }
        if (present.version() == version || onlyRenumbered(fields, base, present, rules)) {
            return new Decision.Update(fields);
        }
        return merge(fields, base, present, rules);
    }

    private static Decision deleted(long version, ServerState server) {
        if (!(server instanceof Present present)) {
            return new Decision.Nothing();
        }
        return present.version() == version ? new Decision.Delete() : new Decision.Clash(DELETED_MODIFIED, List.of());
    }

    private static Decision merge(
            Map<String, JsonValue> fields, Map<String, JsonValue> base, Present server, MergeRules rules) {
        ThreeWayMerge merged = ThreeWayMerge.of(fields, base, server.fields(), rules.coupled());
        var clash = new Decision.Clash(MODIFIED_MODIFIED, merged.disputed());
        Decision mine = merged.mine().isEmpty() ? new Decision.Nothing() : new Decision.Update(merged.mine());
        return switch (rules.merge()) {
            case MANUAL -> clash;
            case FIELDS -> merged.disputed().isEmpty() ? new Decision.Merged(mine, clash) : clash;
            case CLIENT -> new Decision.ByRule(clash, Resolution.Outcome.CLIENT, mine);
            case SERVER -> new Decision.ByRule(clash, Resolution.Outcome.SERVER, new Decision.Nothing());
        };
    }

    /**
     * The record has a new number, but every field is what the client started from: it followed its parent into another
     * scope, or was changed and changed back. Nobody's work is at stake, so this is no conflict. Fields that no replica
     * sends do not count.
     */
    private static boolean onlyRenumbered(
            Map<String, JsonValue> fields, Map<String, JsonValue> base, Present server, MergeRules rules) {
        return !base.isEmpty()
                && server.fields().keySet().stream()
                        .filter(field -> !rules.readOnly().contains(field))
                        .allMatch(field -> fields.containsKey(field)
                                && same(server, field, base.getOrDefault(field, fields.get(field))));
    }

    private static boolean equal(Map<String, JsonValue> fields, Present server) {
        return different(fields, server).isEmpty();
    }

    private static List<String> different(Map<String, JsonValue> fields, Present server) {
        return fields.keySet().stream()
                .filter(field -> !same(server, field, fields.get(field)))
                .toList();
    }

    private static boolean same(Present server, String field, JsonValue value) {
        return value.equals(server.fields().getOrDefault(field, JsonValue.NULL));
    }
}
