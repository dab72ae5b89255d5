package org.tidemark.convergence.model;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.tidemark.convergence.Broken;
import org.tidemark.convergence.Wire;

/** The durable half of a replica, and how a page of a pull changes it: one method, one local transaction. */
final class LocalStore {
    final TreeMap<String, LocalRow> rows = new TreeMap<>();
    Object cursor;

    /** Whether the cursor stands in the middle of a pass. */
    boolean midPass;

    /** Whether this pass was asked for without a cursor, and so replaces everything. */
    boolean whole;

    /** Counts passes as they begin, to know which acknowledged records a pass that ends should have brought. */
    long passes;

    /** When the first page of this pass was asked for. */
    long passSince;

    /** Scopes that are being sent whole, kept aside until the pass ends. */
    final Map<String, Map<String, Wire.Upsert>> staged = new TreeMap<>();

    /** What came of other scopes, in its order, kept aside until the pass ends as well. */
    final List<Wire.ScopePage> aside = new ArrayList<>();

    private final Broken broken;

    LocalStore(Broken broken) {
        this.broken = broken;
    }

    LocalStore copy() {
        LocalStore copy = new LocalStore(broken);
        rows.forEach((key, row) -> copy.rows.put(key, row.copy()));
        copy.cursor = cursor;
        copy.midPass = midPass;
        copy.whole = whole;
        copy.passes = passes;
        copy.passSince = passSince;
        staged.forEach((scope, records) -> copy.staged.put(scope, new HashMap<>(records)));
        copy.aside.addAll(aside);
        return copy;
    }

    /** Applies a page; returns the conflicts that others settled. */
    List<Wire.Conflict> apply(Wire.Page page) {
        page.scopes().forEach(this::take);
        whole = cursor == null || midPass && whole;
        cursor = page.cursor();
        midPass = page.more();
        if (!midPass || broken == Broken.PAGE_BY_PAGE) {
            aside.forEach(this::show);
            aside.clear();
        }
        if (!midPass) {
            swap();
            forgetUnplaced();
        }
        return settle(page.settled());
    }

    private void take(Wire.ScopePage part) {
        String scope = part.scope();
        if (part.dropped() || part.reset()) {
            aside.removeIf(one -> one.scope().equals(scope));
        }
        if (part.dropped()) {
            staged.remove(scope);
            held(scope).forEach(this::remove);
            return;
        }
        if (part.reset()) {
            staged.put(scope, new HashMap<>());
        }
        Map<String, Wire.Upsert> whole = staged.get(scope);
        if (whole == null) {
            aside.add(part);
        } else {
            part.upserted().forEach(upsert -> whole.put(upsert.key(), upsert));
            part.removed().forEach(whole::remove);
            // A record in conflict whose scope no pull has told yet hears of it as well.
            aside.add(new Wire.ScopePage(scope, false, false, List.of(), part.removed()));
        }
    }

    private void show(Wire.ScopePage part) {
        String scope = part.scope();
        part.upserted().forEach(upsert -> upsert(scope, upsert));
        for (String key : part.removed()) {
            LocalRow row = rows.get(key);
            // In the meantime it may have come in by another scope.
            if (row != null && (row.scope == null || row.scope.equals(scope) || broken == Broken.REMOVED_ANYWHERE)) {
                remove(row);
            }
        }
    }

    /** Forgets what a pass has brought so far: it begins anew. */
    void abandonPass() {
        cursor = null;
        midPass = false;
        staged.clear();
        aside.clear();
    }

    private List<LocalRow> held(String scope) {
        List<LocalRow> held = new ArrayList<>();
        rows.values().forEach(row -> {
            if (scope.equals(row.scope)) {
                held.add(row);
            }
        });
        return held;
    }

    private void swap() {
        Set<String> sent = new HashSet<>();
        if (whole) {
            // The server could not know which scopes we held: those that it did not send are not ours any more.
            List<LocalRow> others = new ArrayList<>(rows.values());
            others.removeIf(row -> row.scope == null || staged.containsKey(row.scope));
            others.forEach(this::remove);
        }
        staged.forEach((scope, records) -> {
            held(scope).forEach(row -> {
                if (!records.containsKey(row.key)) {
                    remove(row);
                }
            });
            records.values().forEach(upsert -> upsert(scope, upsert));
            sent.addAll(records.keySet());
        });
        if (broken == Broken.RECREATE_ALL && !staged.isEmpty()) {
            rows.keySet().retainAll(sent);
            sent.forEach(key -> rows.get(key).adopt(rows.get(key).known()));
        }
        staged.clear();
    }

    /**
     * A record that the server had before this pass began, and that the pass did not bring, is not in our scopes any
     * more: it was deleted, moved away, or the right was withdrawn, before any pull could tell in which scope it lies.
     */
    private void forgetUnplaced() {
        if (broken == Broken.UNPLACED_STAYS) {
            return;
        }
        List<LocalRow> unplaced = new ArrayList<>(rows.values());
        unplaced.removeIf(row -> row.scope != null || !row.isFromServer() || row.acknowledgedIn >= passes);
        unplaced.forEach(this::remove);
    }

    private void upsert(String scope, Wire.Upsert upsert) {
        Wire.Side side = Wire.Side.of(upsert.version(), upsert.fields());
        LocalRow row = rows.get(upsert.key());
        if (row == null) {
            row = new LocalRow(upsert.key(), upsert.fields());
            row.rebase(side);
            rows.put(row.key, row);
        } else if (!row.modified || broken == Broken.PULL_OVERWRITES) {
            // The same version again may say more: an acknowledged edit had not been shown as the server keeps it.
            if (row.base == null || row.bygone || side.version() >= row.base.version() || row.modified) {
                row.adopt(side);
            }
        } else if (row.isNews(side)) {
            row.newer = side;
            if (broken == Broken.BASE_ADVANCED_BY_PULL && row.isFromServer()) {
                row.rebase(side);
            }
        }
        row.scope = scope;
    }

    private void remove(LocalRow row) {
        if (row.modified) {
            row.newer = LocalRow.REMOVED;
        } else {
            rows.remove(row.key);
        }
    }

    private List<Wire.Conflict> settle(List<Wire.Settled> settled) {
        List<Wire.Conflict> told = new ArrayList<>();
        for (Wire.Settled by : settled) {
            for (LocalRow row : new ArrayList<>(rows.values())) {
                if (row.conflict == null || !row.conflict.id().equals(by.conflict())) {
                    continue;
                }
                Wire.Conflict conflict = row.conflict;
                if (row.edits == row.conflictEdits || broken == Broken.SETTLED_DROPS_LATER_EDIT) {
                    told.add(conflict);
                    takeServerSide(row, row.newest(conflict.server()));
                } else {
                    // It was edited again since: what nobody decided stays, and will be compared anew.
                    row.conflict = null;
                }
            }
        }
        return told;
    }

    /** Shows the server's side of a record whose local edit is over. */
    void takeServerSide(LocalRow row, Wire.Side side) {
        if (row.newer == LocalRow.REMOVED || side == null || side.deleted()) {
            rows.remove(row.key);
        } else {
            row.adopt(side);
        }
    }
}
