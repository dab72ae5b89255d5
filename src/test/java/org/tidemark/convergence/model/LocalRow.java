package org.tidemark.convergence.model;

import java.util.HashMap;
import java.util.Map;
import org.tidemark.convergence.Wire;

/** A record in a local store, with the attributes of the source pattern: is it from the server, modified, active. */
final class LocalRow {
    /** A newer server's side that says: not here any more. The pull does not say at which version. */
    static final Wire.Side REMOVED = Wire.Side.gone(-1);

    final String key;
    Map<String, String> fields;
    boolean active = true;
    boolean modified;

    /** The state that local edits started from; null for a record that was never on the server. */
    Wire.Side base;

    /** What the server has now, held back by an edit that is not settled yet. */
    Wire.Side newer;

    /** The base is of a server that was restored since: its version says nothing about what is newer. */
    boolean bygone;

    /** The scope in which the last pull brought it; null until one did. */
    String scope;

    /** Whether it was ever in a push. Then the server may have it, whatever became of the answer. */
    boolean sent;

    /** Counts local edits, so that an acknowledgement clears only what it acknowledges. */
    int edits;

    String rejected;
    Wire.Conflict conflict;

    /** How many edits the registered conflict knows of. */
    int conflictEdits;

    /** Goes out with the edit that carries it out. */
    Wire.Resolution resolution;

    /** While no pull has brought it: the last pass that may not show yet what was acknowledged. */
    long acknowledgedIn;

    LocalRow(String key, Map<String, String> fields) {
        this.key = key;
        this.fields = new HashMap<>(fields);
    }

    LocalRow copy() {
        LocalRow copy = new LocalRow(key, fields);
        copy.active = active;
        copy.modified = modified;
        copy.base = base;
        copy.newer = newer;
        copy.bygone = bygone;
        copy.scope = scope;
        copy.sent = sent;
        copy.edits = edits;
        copy.rejected = rejected;
        copy.conflict = conflict;
        copy.conflictEdits = conflictEdits;
        copy.resolution = resolution;
        copy.acknowledgedIn = acknowledgedIn;
        return copy;
    }

    boolean isFromServer() {
        return base != null;
    }

    /** The old values of exactly the fields that were changed since the base. */
    Map<String, String> changedFrom() {
        Map<String, String> changed = new HashMap<>();
        base.fields().forEach((field, value) -> {
            if (!value.equals(fields.get(field))) {
                changed.put(field, value);
            }
        });
        return changed;
    }

    /** Takes over the server's state: there is nothing local left in this record. */
    void adopt(Wire.Side side) {
        fields = new HashMap<>(side.fields());
        if (side != base) {
            rebase(side);
        }
        active = true;
        settle();
    }

    void rebase(Wire.Side side) {
        base = side;
        bygone = false;
    }

    private void settle() {
        modified = false;
        newer = null;
        rejected = null;
        conflict = null;
        resolution = null;
    }

    /** Whether the server's state is newer than all that this replica knows of the record. */
    boolean isNews(Wire.Side side) {
        if (newer != null && newer != REMOVED) {
            return side.version() > newer.version();
        }
        return newer == REMOVED || base == null || bygone || side.version() > base.version();
    }

    /** The newer of what a conflict shows and what a pull brought since. */
    Wire.Side newest(Wire.Side shown) {
        return newer == null || newer == REMOVED || newer.version() < shown.version() ? shown : newer;
    }

    /** The newest state of the server that this replica knows; null if none. */
    Wire.Side known() {
        if (newer == REMOVED) {
            return null;
        }
        return base == null || newer != null && (bygone || newer.version() > base.version()) ? newer : base;
    }
}
