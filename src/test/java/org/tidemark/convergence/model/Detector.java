package org.tidemark.convergence.model;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;
import org.tidemark.convergence.Broken;
import org.tidemark.convergence.Wire;

/**
 * Decides one change against the record as it is under the lock. No I/O, no clock.
 *
 * @param may whether the caller may read and write a scope
 * @param scopeOf the scope that a record with these fields belongs to, null if that cannot be said
 */
public record Detector(
        ModelServer server, Predicate<String> may, Function<Map<String, String>, String> scopeOf, long lastSync) {

    enum Type {
        WRITE,
        ERASE,
        NOTHING,
        CONFLICT,
        RULE,
        REJECT
    }

    /**
     * @param fields what to write
     * @param say the kind of the conflict, whose side a rule takes, or the reason of the rejection
     * @param merged whether the record will differ from what the replica believes it to be
     */
    record Decision(Type type, Map<String, String> fields, String say, boolean merged) {
        static Decision write(Map<String, String> fields, boolean merged) {
            return new Decision(Type.WRITE, fields, null, merged);
        }

        /** @param fields what to write; null for nothing */
        static Decision rule(String outcome, Map<String, String> fields, boolean merged) {
            return new Decision(Type.RULE, fields, outcome, merged);
        }

        static Decision conflict(String kind) {
            return new Decision(Type.CONFLICT, null, kind, false);
        }

        static Decision reject(String reason) {
            return new Decision(Type.REJECT, null, reason, false);
        }

        static final Decision NOTHING = new Decision(Type.NOTHING, null, null, false);
        static final Decision ERASE = new Decision(Type.ERASE, null, null, false);
    }

    /** @param sawDeletion whether the change carries out the resolution of a conflict with a deletion */
    public Decision decide(Wire.Change change, Rows.Rec rec, Rows.Gone gone, boolean sawDeletion) {
        boolean checked = !server.broken(Broken.SCOPE_UNCHECKED);
        if (checked && rec != null && !may.test(rec.scope())) {
            return Decision.reject("forbidden");
        }
        if (change.kind() == Wire.Kind.DELETED) {
            return delete(change, rec);
        }
        if (change.fields().get("name").isEmpty()) {
            return Decision.reject("invalid");
        }
        String target = scopeOf.apply(change.fields());
        if (checked && target != null && !may.test(target)) {
            return Decision.reject("forbidden");
        }
        if (rec == null && gone != null && !may.test(gone.scope())) {
            return Decision.reject("forbidden");
        }
        return change.kind() == Wire.Kind.ADDED ? add(change, rec, gone) : modify(change, rec, gone, sawDeletion);
    }

    private Decision delete(Wire.Change change, Rows.Rec rec) {
        if (rec == null) {
            return Decision.NOTHING;
        }
        return current(change, rec) ? Decision.ERASE : Decision.conflict("deleted-modified");
    }

    private Decision add(Wire.Change change, Rows.Rec rec, Rows.Gone gone) {
        if (rec != null) {
            return rec.fields().equals(change.fields()) ? Decision.NOTHING : Decision.conflict("added-added");
        }
        return gone != null ? Decision.conflict("modified-deleted") : Decision.write(change.fields(), false);
    }

    private Decision modify(Wire.Change change, Rows.Rec rec, Rows.Gone gone, boolean sawDeletion) {
        if (rec == null) {
            boolean seen = sawDeletion && (gone == null || gone.version() == change.version());
            return seen || server.broken(Broken.INSERT_ON_MISSING)
                    ? Decision.write(change.fields(), false)
                    : Decision.conflict("modified-deleted");
        }
        if (rec.fields().equals(change.fields())) {
            return Decision.NOTHING;
        }
        if (current(change, rec)) {
            return Decision.write(change.fields(), false);
        }
        return merge(change, rec);
    }

    /** What is taken from one side is taken whole: a field, or a group. */
    private Decision merge(Wire.Change change, Rows.Rec rec) {
        Map<String, String> written = new HashMap<>(rec.fields());
        // Without a base there is nothing to compare field by field: the edit started from a deletion.
        boolean disputed = change.base().isEmpty();
        Set<String> edited = disputed ? change.fields().keySet() : change.base().keySet();
        for (Set<String> group : groups(edited)) {
            boolean differs = false;
            boolean moved = false;
            for (String field : group) {
                String mine = change.fields().get(field);
                String now = rec.fields().get(field);
                differs |= !mine.equals(now);
                moved |= !change.base().getOrDefault(field, mine).equals(now);
                written.put(field, mine);
            }
            disputed |= differs && moved;
        }
        boolean merged = !written.equals(change.fields());
        return switch (server.setup().merge()) {
            case MANUAL -> Decision.conflict("modified-modified");
            case FIELDS -> disputed ? Decision.conflict("modified-modified") : Decision.write(written, merged);
            case CLIENT -> Decision.rule("client", written, merged);
            case SERVER -> Decision.rule("server", null, true);
        };
    }

    private Set<Set<String>> groups(Set<String> edited) {
        Set<Set<String>> groups = new HashSet<>();
        boolean coupled = server.setup().coupled() && !server.broken(Broken.GROUP_SPLIT);
        edited.forEach(field -> groups.add(coupled && Wire.GROUP.contains(field) ? Wire.GROUP : Set.of(field)));
        return groups;
    }

    private boolean current(Wire.Change change, Rows.Rec rec) {
        return server.broken(Broken.TIME_INSTEAD_OF_VERSION) ? rec.at() <= lastSync : rec.version() == change.version();
    }
}
