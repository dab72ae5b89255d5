package org.tidemark.convergence.model;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.tidemark.convergence.Broken;
import org.tidemark.convergence.Setup;
import org.tidemark.convergence.Wire;

/** What is not yet acknowledged: builds the push, keeps it while it is in flight, and takes in what became of it. */
final class Outbox {
    /** A push as it was stored before it was sent, with the count of edits that each record had then. */
    record InFlight(Wire.Push push, Map<String, Integer> edits) {}

    long number;
    InFlight inFlight;
    final List<Wire.Resolution> decided = new ArrayList<>();

    private final LocalStore store;
    private final Setup setup;
    private final Broken broken;

    Outbox(LocalStore store, Setup setup, Broken broken) {
        this.store = store;
        this.setup = setup;
        this.broken = broken;
    }

    /** The same over another store. */
    Outbox copy(LocalStore over) {
        Outbox copy = new Outbox(over, setup, broken);
        copy.number = number;
        copy.inFlight = inFlight;
        copy.decided.addAll(decided);
        return copy;
    }

    Set<String> pending() {
        Set<String> keys = new HashSet<>();
        store.rows.values().forEach(row -> {
            if (row.modified) {
                keys.add(row.key);
            }
        });
        return keys;
    }

    /** The push to send now, stored before it is sent; null if there is nothing. */
    Wire.Push build(Map<String, Integer> tried) {
        if (inFlight != null) {
            return inFlight.push;
        }
        boolean held = setup.gate() == Setup.Gate.RECEIVE
                && store.rows.values().stream().anyMatch(row -> row.conflict != null);
        List<Wire.Change> changes = new ArrayList<>();
        List<Wire.Resolution> resolutions = new ArrayList<>(held ? List.of() : decided);
        Map<String, Integer> edits = new HashMap<>();
        List<LocalRow> due = new ArrayList<>();
        store.rows.values().forEach(row -> {
            boolean again = !Integer.valueOf(row.edits).equals(tried.get(row.key));
            if (row.modified && row.conflict == null && row.rejected == null && again && !held) {
                due.add(row);
            }
        });
        due.sort((one, other) -> rank(one) - rank(other));
        for (LocalRow row : due.subList(0, Math.min(due.size(), setup.changesPerPush()))) {
            changes.add(change(row));
            edits.put(row.key, row.edits);
            row.sent = true;
            if (row.resolution != null) {
                resolutions.add(row.resolution);
            }
        }
        if (changes.isEmpty() && resolutions.isEmpty()) {
            return null;
        }
        tried.putAll(edits);
        inFlight = new InFlight(new Wire.Push(++number, List.copyOf(changes), List.copyOf(resolutions)), edits);
        return inFlight.push;
    }

    /** Parents travel before their children, and leave after them. */
    private static int rank(LocalRow row) {
        boolean company = Wire.isCompany(row.key);
        return row.active ? company ? 0 : 1 : company ? 3 : 2;
    }

    private static Wire.Change change(LocalRow row) {
        if (!row.active) {
            long version = row.base == null ? 0 : row.base.version();
            return new Wire.Change(Wire.Kind.DELETED, row.key, version, Map.of(), Map.of());
        }
        Map<String, String> fields = Map.copyOf(row.fields);
        if (row.base == null) {
            return new Wire.Change(Wire.Kind.ADDED, row.key, 0, fields, Map.of());
        }
        return new Wire.Change(Wire.Kind.MODIFIED, row.key, row.base.version(), fields, row.changedFrom());
    }

    /**
     * Takes in a result; false if it is not the one that is waited for.
     *
     * @param pass the last pass that may not show it yet
     */
    boolean acknowledge(Wire.Result result, long pass) {
        if (inFlight == null || inFlight.push.number() != result.number()) {
            return false;
        }
        Map<String, Wire.Change> sent = new HashMap<>();
        inFlight.push.changes().forEach(change -> sent.put(change.key(), change));
        for (Wire.Applied applied : result.applied()) {
            LocalRow row = store.rows.get(applied.key());
            if (row != null) {
                applied(row, sent.get(applied.key()), applied, pass);
            }
        }
        for (Wire.Conflict conflict : result.conflicts()) {
            LocalRow row = store.rows.get(conflict.key());
            if (row != null) {
                row.conflict = conflict;
                row.conflictEdits = inFlight.edits.get(conflict.key());
                row.resolution = null;
                if (!conflict.server().deleted()) {
                    leave(row, pass);
                }
            }
        }
        for (Wire.Rejected rejected : result.rejected()) {
            LocalRow row = store.rows.get(rejected.key());
            if (row != null && row.edits == inFlight.edits.get(rejected.key())) {
                row.rejected = rejected.reason();
            }
        }
        decided.removeAll(inFlight.push.resolutions());
        if (broken == Broken.DROP_REJECTED) {
            dropUnanswered(sent.keySet(), result);
        }
        inFlight = null;
        return true;
    }

    private void applied(LocalRow row, Wire.Change change, Wire.Applied applied, long pass) {
        boolean again = row.edits != inFlight.edits.get(row.key) && broken != Broken.ACK_CLEARS_LATER_EDIT;
        row.resolution = null;
        if (change.kind() == Wire.Kind.DELETED) {
            store.rows.remove(row.key);
            return;
        }
        // What the server merged, nobody here has seen: the old version stays the base until the pull brings the
        // record.
        boolean unseen = applied.merged() && broken != Broken.MERGED_ACK_AS_BASE;
        Map<String, String> fields = new HashMap<>(unseen ? row.base.fields() : change.fields());
        if (unseen) {
            change.base()
                    .keySet()
                    .forEach(field -> fields.put(field, change.fields().get(field)));
        }
        // Of a server that was restored since, it is still of the other life.
        boolean bygone = unseen && row.bygone;
        row.rebase(Wire.Side.of(unseen ? change.version() : applied.version(), Map.copyOf(fields)));
        row.bygone = bygone;
        leave(row, pass);
        if (row.newer != null && (row.newer == LocalRow.REMOVED || row.newer.version() < applied.version())) {
            row.newer = null;
        }
        if (again) {
            return;
        }
        row.modified = false;
        row.rejected = null;
        if (row.newer != null) {
            row.adopt(row.newer);
        }
    }

    /** A pull said that it left its scope, and the server has it: a pass from now on tells in which scope, if any. */
    private void leave(LocalRow row, long pass) {
        if (row.newer == LocalRow.REMOVED && broken != Broken.LEFT_STAYS) {
            row.scope = null;
        }
        if (row.scope == null) {
            row.acknowledgedIn = pass;
        }
    }

    private void dropUnanswered(Set<String> sent, Wire.Result result) {
        Set<String> silent = new HashSet<>(sent);
        result.applied().forEach(applied -> silent.remove(applied.key()));
        result.conflicts().forEach(conflict -> silent.remove(conflict.key()));
        silent.forEach(key -> {
            LocalRow row = store.rows.get(key);
            if (row != null && row.isFromServer()) {
                row.adopt(row.base);
            } else {
                store.rows.remove(key);
            }
        });
    }
}
