package org.tidemark.convergence.check;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.tidemark.convergence.Promise;
import org.tidemark.convergence.Wire;
import org.tidemark.convergence.history.Witness;

/**
 * Promise 7: edits made while a sync runs survive it; and the part of promise 1 that lies before any acknowledgement.
 *
 * <p>Precisely. From the moment when a user writes a value, the replica shows it until the same user overwrites or
 * deletes it, gives it up, decides a conflict about it, until the answer to a push that carried it has been taken in as
 * applied, or until the replica is told that somebody else decided its conflict. A deleted record stays hidden in the
 * same way, or until a pull finds that the restored server never had it. Only a record that may not be read any more
 * may hide its edit, as long as it is still kept to be sent.
 * The work of a replica that the server took out of service goes with it, as does what a disk has lost.
 * At rest nothing of it is left: whatever was written has been applied, decided, or given up.
 */
final class LocalEdits implements Witness {
    private final Observed observed;
    private final Report report;
    private final Map<Integer, Map<String, Map<String, String>>> edits = new HashMap<>();
    private final Map<Integer, Set<String>> deletes = new HashMap<>();
    private final Set<String> withdrawn = new HashSet<>();
    private final Set<Integer> wiping = new HashSet<>();
    private final Set<Integer> forgetful = new HashSet<>();

    LocalEdits(Observed observed, Report report) {
        this.observed = observed;
        this.report = report;
    }

    private Map<String, Map<String, String>> edits(int replica) {
        return edits.computeIfAbsent(replica, r -> new HashMap<>());
    }

    private Set<String> deletes(int replica) {
        return deletes.computeIfAbsent(replica, r -> new HashSet<>());
    }

    /** What was never acknowledged goes with it; only the server can ask for that. */
    @Override
    public void wiping(int replica, String id) {
        if (!withdrawn.contains(id)) {
            report.broken(Promise.EDITS_DURING_SYNC, "replica " + replica + " is told to wipe " + id);
        }
        wiping.add(replica);
    }

    @Override
    public void withdrawn(String id) {
        withdrawn.add(id);
    }

    @Override
    public void wiped(int replica) {
        wiping.remove(replica);
        forgot(replica);
        forgetful.remove(replica);
    }

    /** The disk has lost what it has lost. A replica that does not know any more what it sent deletes in vain. */
    @Override
    public void forgot(int replica) {
        edits.remove(replica);
        deletes.remove(replica);
        forgetful.add(replica);
    }

    @Override
    public void pulled(int replica, long since) {
        forgetful.remove(replica);
        // Deleted here, and never there on the restored server: it is done, and whoever brings it back is seen.
        deletes(replica).removeIf(key -> observed.isUnheardOf(key, since));
    }

    private void forget(int replica, String key) {
        edits(replica).remove(key);
        deletes(replica).remove(key);
    }

    @Override
    public void wrote(int replica, String key, Map<String, String> shown, Map<String, String> written) {
        edits(replica).computeIfAbsent(key, k -> new HashMap<>()).putAll(written);
    }

    @Override
    public void deleted(int replica, String key, Map<String, String> shown) {
        edits(replica).remove(key);
        if (!forgetful.contains(replica)) {
            deletes(replica).add(key);
        }
    }

    @Override
    public void discarded(int replica, String key) {
        forget(replica, key);
    }

    @Override
    public void settled(int replica, Wire.Conflict conflict) {
        // Only what the conflict was about is decided; what was written since is not.
        if (conflict.client().deleted()) {
            deletes(replica).remove(conflict.key());
        }
        release(replica, conflict.key(), conflict.client().fields());
    }

    private void release(int replica, String key, Map<String, String> values) {
        Map<String, String> edit = edits(replica).get(key);
        if (edit != null) {
            edit.entrySet().removeAll(values.entrySet());
            if (edit.isEmpty()) {
                edits(replica).remove(key);
            }
        }
    }

    @Override
    public void resolved(
            int replica, Wire.Conflict conflict, Wire.Side server, Wire.Side client, Map<String, String> result) {
        if (replica < 0) {
            return;
        }
        String key = conflict.key();
        forget(replica, key);
        if (result == null) {
            if (!server.deleted()) {
                deletes(replica).add(key);
            }
            return;
        }
        Map<String, String> chosen = new HashMap<>(result);
        chosen.entrySet().removeAll(server.fields().entrySet());
        if (!chosen.isEmpty()) {
            edits(replica).put(key, chosen);
        }
    }

    @Override
    public void acknowledged(int replica, Wire.Push push, Wire.Result result) {
        Map<String, Wire.Change> sent = new HashMap<>();
        push.changes().forEach(change -> sent.put(change.key(), change));
        for (Wire.Applied applied : result.applied()) {
            Wire.Change change = sent.get(applied.key());
            if (change == null) {
                continue;
            }
            if (change.kind() == Wire.Kind.DELETED) {
                deletes(replica).remove(change.key());
                continue;
            }
            release(replica, change.key(), change.fields());
        }
    }

    @Override
    public void shows(
            int replica, Map<String, Map<String, String>> content, Set<String> pending, Map<String, String> rejected) {
        if (wiping.contains(replica)) {
            return;
        }
        edits(replica).entrySet().removeIf(entry -> {
            String key = entry.getKey();
            Map<String, String> fields = content.get(key);
            boolean kept = fields == null
                    ? pending.contains(key)
                    : fields.entrySet().containsAll(entry.getValue().entrySet());
            if (!kept) {
                report.broken(
                        Promise.EDITS_DURING_SYNC,
                        "replica " + replica + " shows " + key + " as " + fields + " where " + entry.getValue()
                                + " had been written");
            }
            return !kept;
        });
        deletes(replica).removeIf(key -> {
            if (content.containsKey(key)) {
                report.broken(
                        Promise.EDITS_DURING_SYNC,
                        "replica " + replica + " shows " + key + ", which its user had deleted");
            }
            return content.containsKey(key);
        });
    }

    @Override
    public void atRest(String trouble) {
        if (trouble != null) {
            return;
        }
        edits.forEach((replica, left) -> left.forEach((key, edit) -> report.broken(
                Promise.NO_LOST_UPDATE,
                "replica " + replica + " has nothing left to send, and " + key + " " + edit + " was never settled")));
        edits.clear();
        deletes.clear();
    }
}
