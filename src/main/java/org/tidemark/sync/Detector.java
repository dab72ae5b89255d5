package org.tidemark.sync;

import static org.tidemark.protocol.Conflict.Kind.ADDED_ADDED;
import static org.tidemark.protocol.Conflict.Kind.DELETED_MODIFIED;
import static org.tidemark.protocol.Conflict.Kind.MODIFIED_DELETED;
import static org.tidemark.protocol.Conflict.Kind.MODIFIED_MODIFIED;

import jakarta.json.JsonValue;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.tidemark.protocol.Change;
import org.tidemark.protocol.Resolution;
import org.tidemark.spi.Merge;
import org.tidemark.sync.ServerState.Deleted;
import org.tidemark.sync.ServerState.Present;

/**
 * Decides about a change by comparing its base version with the version that the record has, read under its lock. A pure
 * function: no database, no clock. The rows of its table:
 *
 * <pre>
 * client \ server | absent     unchanged   changed, equal   changed otherwise            deleted
 * added           | insert     —           nothing          added-added                  modified-deleted
 * modified        | m-deleted  update      nothing          the merge rule, or m-m       modified-deleted
 * deleted         | nothing    delete      —                deleted-modified             nothing
 * </pre>
 *
 * A change that comes with the resolution of a conflict whose server side was the deletion brings the record back.
 */
final class Detector {

    private Detector() {}

    /**
     * @param client the change
     * @param fields its fields, canonical
     * @param base the old values of the fields that it changed, canonical
     * @param bringsBack whether a resolution allows it to bring back the deleted record
     */
    static Decision decide(
            Change client,
            Map<String, JsonValue> fields,
            Map<String, JsonValue> base,
            ServerState server,
            Merge merge,
            boolean bringsBack) {
        if (client instanceof Change.Added) {
            return added(fields, server, bringsBack);
        }
        if (client instanceof Change.Modified modified) {
            return modified(modified.version(), fields, base, server, merge, bringsBack);
        }
        return deleted(((Change.Deleted) client).version(), server);
    }

    private static Decision added(Map<String, JsonValue> fields, ServerState server, boolean bringsBack) {
        if (server instanceof Present present) {
            return equal(fields, present)
                    ? new Decision.Nothing()
                    : new Decision.Clash(ADDED_ADDED, different(fields, present));
        }
        if (server instanceof Deleted && !bringsBack) {
            return new Decision.Clash(MODIFIED_DELETED, List.of());
        }
        return new Decision.Insert(fields);
    }

    private static Decision modified(
            long version,
            Map<String, JsonValue> fields,
            Map<String, JsonValue> base,
            ServerState server,
            Merge merge,
            boolean bringsBack) {
        if (!(server instanceof Present present)) {
            return bringsBack ? new Decision.Insert(fields) : new Decision.Clash(MODIFIED_DELETED, List.of());
        }
        if (equal(fields, present)) {
            return new Decision.Nothing();
        }
        if (present.version() == version || onlyRenumbered(fields, base, present)) {
            return new Decision.Update(fields);
        }
        return merge(fields, base, present, merge);
    }

    private static Decision deleted(long version, ServerState server) {
        if (!(server instanceof Present present)) {
            return new Decision.Nothing();
        }
        return present.version() == version ? new Decision.Delete() : new Decision.Clash(DELETED_MODIFIED, List.of());
    }

    /** Three-way: an edit of a field is in dispute if the server changed the same field, to something else. */
    private static Decision merge(
            Map<String, JsonValue> fields, Map<String, JsonValue> base, Present server, Merge merge) {
        List<String> disputed = base.isEmpty()
                ? different(fields, server)
                : base.keySet().stream()
                        .filter(field -> fields.containsKey(field))
                        .filter(field -> !same(server, field, base.get(field)))
                        .filter(field -> !same(server, field, fields.get(field)))
                        .toList();
        var clash = new Decision.Clash(MODIFIED_MODIFIED, disputed);
        return switch (merge) {
            case MANUAL -> clash;
            case FIELDS -> disputed.isEmpty() ? new Decision.Update(edited(fields, base)) : clash;
            case CLIENT ->
                new Decision.ByRule(clash, Resolution.Outcome.CLIENT, new Decision.Update(edited(fields, base)));
            case SERVER -> new Decision.ByRule(clash, Resolution.Outcome.SERVER, new Decision.Nothing());
        };
    }

    /** The fields that the client changed; all of them where it did not say which. */
    private static Map<String, JsonValue> edited(Map<String, JsonValue> fields, Map<String, JsonValue> base) {
        Map<String, JsonValue> edited = new LinkedHashMap<>(fields);
        if (!base.isEmpty()) {
            edited.keySet().retainAll(base.keySet());
        }
        return edited;
    }

    /**
     * The record has a new number, but every field is what the client started from: it followed its parent into another scope,
     * or was changed and changed back. Nobody's work is at stake, so this is no conflict.
     */
    private static boolean onlyRenumbered(Map<String, JsonValue> fields, Map<String, JsonValue> base, Present server) {
        return !base.isEmpty()
                && server.fields().keySet().stream()
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
