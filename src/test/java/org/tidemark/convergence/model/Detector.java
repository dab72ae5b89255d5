package org.tidemark.convergence.model;

import java.util.HashMap;
import java.util.Map;
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
        REJECT
    }

    /**
     * @param fields what to write
     * @param say the kind of the conflict, or the reason of the rejection
     * @param merged whether the record will differ from what the replica believes it to be
     */
    record Decision(Type type, Map<String, String> fields, String say, boolean merged) {
        static Decision write(Map<String, String> fields, boolean merged) {
            return new Decision(Type.WRITE, fields, null, merged);
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
        Map<String, String> written = new HashMap<>(rec.fields());
        change.base()
                .keySet()
                .forEach(field -> written.put(field, change.fields().get(field)));
        if (current(change, rec)) {
            return Decision.write(written, false);
        }
        return server.setup().mergesFields() && undisputed(change, rec)
                ? Decision.write(written, !written.equals(change.fields()))
                : Decision.conflict("modified-modified");
    }

    private boolean current(Wire.Change change, Rows.Rec rec) {
        return server.broken(Broken.TIME_INSTEAD_OF_VERSION) ? rec.at() <= lastSync : rec.version() == change.version();
    }

    /** Without a base there is nothing to compare field by field: the edit started from a deletion. */
    private static boolean undisputed(Wire.Change change, Rows.Rec rec) {
        return !change.base().isEmpty()
                && change.base().entrySet().stream().allMatch(base -> {
                    String now = rec.fields().get(base.getKey());
                    return now.equals(base.getValue())
                            || now.equals(change.fields().get(base.getKey()));
                });
    }
}
