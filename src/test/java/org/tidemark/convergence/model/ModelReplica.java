package org.tidemark.convergence.model;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.tidemark.convergence.Broken;
import org.tidemark.convergence.Call;
import org.tidemark.convergence.Network;
import org.tidemark.convergence.Replica;
import org.tidemark.convergence.Setup;
import org.tidemark.convergence.Wire;
import org.tidemark.convergence.history.Witness;

/**
 * A replica in plain Java, as docs/client.md describes it. Its store and outbox are durable; the syncs that run on it,
 * one per open tab, are not. It does not rely on one sync at a time: a page counts only if neither the cursor nor the
 * push number has moved since it was asked for.
 */
public final class ModelReplica implements Replica {
    final int index;
    final Setup setup;
    final Network network;
    final Witness witness;
    final Broken broken;

    LocalStore store;
    Outbox outbox;

    private final String user;
    private final List<Sync> syncs = new ArrayList<>();
    private String id;
    private int names;
    private Disk disk;

    /** What a power cut leaves. */
    private record Disk(String id, LocalStore store, Outbox outbox) {}

    public ModelReplica(int index, String user, Setup setup, Broken broken, Network network, Witness witness) {
        this.index = index;
        this.user = user;
        this.setup = setup;
        this.broken = broken;
        this.network = network;
        this.witness = witness;
        store = new LocalStore(broken);
        outbox = new Outbox(store, setup, broken);
        id = "r" + index;
    }

    @Override
    public void flush() {
        LocalStore written = store.copy();
        disk = new Disk(id, written, outbox.copy(written));
    }

    @Override
    public boolean powerCut() {
        if (disk == null) {
            return false;
        }
        crash();
        id = disk.id;
        store = disk.store.copy();
        outbox = disk.outbox.copy(store);
        return true;
    }

    /** The server has withdrawn it: nothing is left, and the next sync is that of a new replica. */
    void wipe() {
        witness.wiping(index, id);
        id = "r" + index + "-" + ++names;
        if (broken != Broken.WITHDRAWN_KEPT) {
            store = new LocalStore(broken);
        }
        outbox = new Outbox(store, setup, broken);
        syncs.clear();
        witness.wiped(index);
    }

    /** Starts anew under another id: what was not acknowledged, and what was in dispute, is an unsent edit again. */
    void renew() {
        id = "r" + index + "-" + ++names;
        outbox.number = 0;
        outbox.inFlight = null;
        outbox.decided.clear();
        store.abandonPass();
        store.rows.values().forEach(row -> {
            row.conflict = null;
            row.resolution = null;
            row.newer = null;
            row.bygone = true;
        });
        witness.renewed(index);
    }

    @Override
    public String id() {
        return id;
    }

    void ended(Sync sync) {
        syncs.remove(sync);
    }

    @Override
    public String user() {
        return user;
    }

    @Override
    public Look look() {
        Map<String, Map<String, String>> shown = new TreeMap<>();
        Map<String, String> rejected = new TreeMap<>();
        store.rows.values().forEach(row -> {
            if (row.active) {
                shown.put(row.key, row.fields);
            }
            if (row.rejected != null) {
                rejected.put(row.key, row.rejected);
            }
        });
        return new Look(shown, outbox.pending(), rejected);
    }

    @Override
    public void add(String key, Map<String, String> fields) {
        LocalRow row = new LocalRow(key, fields);
        store.rows.put(key, row);
        edited(row);
    }

    @Override
    public Map<String, String> modify(String key, Map<String, String> fields) {
        LocalRow row = store.rows.get(key);
        Map<String, String> before = row.fields;
        row.fields = new HashMap<>(before);
        row.fields.putAll(fields);
        edited(row);
        return before;
    }

    @Override
    public Map<String, String> delete(String key) {
        LocalRow row = store.rows.get(key);
        // Never sent: nobody needs to hear of it. Once sent, it may be on the server, even if the answer was a refusal.
        if (!row.isFromServer() && !row.sent) {
            store.rows.remove(key);
            return row.fields;
        }
        row.active = false;
        edited(row);
        return row.fields;
    }

    private void edited(LocalRow row) {
        row.modified = true;
        row.edits++;
        row.rejected = null;
    }

    @Override
    public Collection<Wire.Conflict> conflicts() {
        List<Wire.Conflict> open = new ArrayList<>();
        store.rows.values().forEach(row -> {
            if (row.conflict != null) {
                open.add(row.conflict);
            }
        });
        return open;
    }

    @Override
    public Wire.Side beside(Wire.Conflict conflict, boolean registered) {
        return registered ? conflict.server() : store.rows.get(conflict.key()).newest(conflict.server());
    }

    @Override
    public Wire.Side resolve(Wire.Conflict conflict, Wire.Side shown, String outcome, Map<String, String> merged) {
        LocalRow row = store.rows.get(conflict.key());
        row.conflict = null;
        if (outcome.equals("server") || !row.active && shown.deleted() && merged == null) {
            outbox.decided.add(new Wire.Resolution(conflict.id(), "server"));
            Wire.Side newest = row.newest(shown);
            store.takeServerSide(row, newest);
            return shown;
        }
        Wire.Side base = row.base;
        Map<String, String> own = row.fields;
        if (merged != null) {
            row.fields = new HashMap<>(merged);
            row.active = true;
        } else if (row.active && !shown.deleted() && base != null && !base.deleted()) {
            row.fields = new HashMap<>(shown.fields());
            own.forEach((field, value) -> {
                if (!value.equals(base.fields().get(field))) {
                    row.fields.put(field, value);
                }
            });
        }
        row.rebase(shown);
        row.resolution = new Wire.Resolution(conflict.id(), outcome);
        edited(row);
        return row.active ? Wire.Side.of(0, row.fields) : Wire.Side.gone(0);
    }

    @Override
    public boolean discard(String key) {
        LocalRow row = store.rows.get(key);
        if (row.resolution != null) {
            outbox.decided.add(new Wire.Resolution(row.resolution.conflict(), "server"));
        }
        store.takeServerSide(row, row.known());
        return true;
    }

    @Override
    public boolean sync() {
        boolean gated = setup.gate() == Setup.Gate.BLOCK && !conflicts().isEmpty();
        if (gated || syncs.size() >= setup.tabs()) {
            return false;
        }
        syncs.add(new Sync(this));
        return true;
    }

    @Override
    public boolean syncing() {
        return !syncs.isEmpty();
    }

    @Override
    public void answer(Call call, Wire.Answer answer) {
        for (Sync sync : new ArrayList<>(syncs)) {
            if (sync.waitsFor() == call) {
                sync.answer(answer);
            }
        }
    }

    private List<Sync> free() {
        List<Sync> free = new ArrayList<>();
        syncs.forEach(sync -> {
            if (sync.waitsFor() == null) {
                free.add(sync);
            }
        });
        return free;
    }

    @Override
    public int ready() {
        return free().size();
    }

    @Override
    public void advance(int n) {
        free().get(n).step();
    }

    @Override
    public void crash() {
        syncs.clear();
    }

    @Override
    public List<Call> waiting() {
        List<Call> waiting = new ArrayList<>();
        syncs.forEach(sync -> {
            if (sync.waitsFor() != null) {
                waiting.add(sync.waitsFor());
            }
        });
        return waiting;
    }
}
