package org.tidemark.convergence.check;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.LongSupplier;
import org.tidemark.convergence.Call;
import org.tidemark.convergence.Setup;
import org.tidemark.convergence.Wire;
import org.tidemark.convergence.history.Witness;

/** What all checks share: the server's committed content as it was seen to change, and who might read what, when. */
final class Observed implements Witness {

    /** Fields whose every value was new when it was written; the others (scope, parent, a forced duplicate) repeat. */
    static boolean traced(String field) {
        return !field.equals("region") && !field.equals("company") && !field.equals("vatNumber");
    }

    /** What a restore takes back. */
    private record Kept(Map<String, Map<String, String>> content, Set<String> entered, Set<String> deleted) {}

    private record Since<T>(long moment, T value) {}

    private final LongSupplier clock;
    final Map<Integer, String> users = new HashMap<>();
    final Map<Integer, Map<String, Map<String, String>>> shown = new HashMap<>();
    final Map<Integer, Set<String>> pending = new HashMap<>();
    final Lineage lineage = new Lineage();

    Map<String, Map<String, String>> content = new TreeMap<>();

    /** Values that were committed in some record. */
    Set<String> entered = new HashSet<>();

    /** Records that were deleted, whether or not they came back. */
    Set<String> deleted = new HashSet<>();

    /** Records that no restored server ever had, and since when it has them after all. */
    private final Map<String, Long> unheardOf = new HashMap<>();

    private final Map<String, Long> changed = new HashMap<>();
    private final Map<String, List<Since<String>>> regions = new HashMap<>();
    private final Map<String, List<Since<Set<String>>>> rights = new HashMap<>();
    private Kept backup;
    boolean restored;

    Observed(List<String> users, LongSupplier clock) {
        this.clock = clock;
        for (int index = 0; index < users.size(); index++) {
            this.users.put(index, users.get(index));
        }
    }

    long moment() {
        return clock.getAsLong();
    }

    @Override
    public void rights(String user, Set<String> scopes) {
        rights.computeIfAbsent(user, u -> new ArrayList<>()).add(new Since<>(moment(), scopes));
    }

    @Override
    public void wrote(int replica, String key, Map<String, String> before, Map<String, String> written) {
        if (before != null) {
            written.forEach((field, value) -> lineage.over(field, value, before.get(field)));
        }
    }

    @Override
    public void resolved(
            int replica, Wire.Conflict conflict, Wire.Side server, Wire.Side client, Map<String, String> result) {
        if (result != null) {
            result.forEach((field, value) -> {
                lineage.over(field, value, server.fields().get(field));
                lineage.over(field, value, client.fields().get(field));
            });
        }
    }

    @Override
    public void committed(String actor, String key, Map<String, String> before, Map<String, String> after) {
        changed.put(key, moment());
        if (after == null) {
            content.remove(key);
            deleted.add(key);
            return;
        }
        content.put(key, after);
        unheardOf.computeIfPresent(key, (k, since) -> Math.min(since, moment()));
        if (Wire.isCompany(key) && (before == null || !after.get("region").equals(before.get("region")))) {
            regions.computeIfAbsent(key, k -> new ArrayList<>()).add(new Since<>(moment(), after.get("region")));
        }
        after.forEach((field, value) -> {
            if (traced(field)) {
                if (actor.equals("estate") && before != null) {
                    lineage.over(field, value, before.get(field));
                }
                entered.add(value);
            }
        });
    }

    @Override
    public void shows(
            int replica, Map<String, Map<String, String>> content, Set<String> pending, Map<String, String> rejected) {
        Map<String, Map<String, String>> copy = new TreeMap<>();
        content.forEach((key, fields) -> copy.put(key, Map.copyOf(fields)));
        shown.put(replica, copy);
        this.pending.put(replica, Set.copyOf(pending));
    }

    @Override
    public void backedUp() {
        backup = new Kept(new TreeMap<>(content), new HashSet<>(entered), new HashSet<>(deleted));
    }

    @Override
    public void restored() {
        restored = true;
        Set<String> keys = new TreeSet<>(content.keySet());
        keys.addAll(backup.content.keySet());
        for (String key : keys) {
            changed.put(key, moment());
            if (backup.content.containsKey(key)) {
                unheardOf.remove(key);
            } else {
                unheardOf.put(key, Long.MAX_VALUE);
            }
        }
        content = new TreeMap<>(backup.content);
        entered = new HashSet<>(backup.entered);
        deleted = new HashSet<>(backup.deleted);
        content.forEach((key, fields) -> {
            if (Wire.isCompany(key)) {
                regions.computeIfAbsent(key, k -> new ArrayList<>()).add(new Since<>(moment(), fields.get("region")));
            }
        });
    }

    /** Whether a restore took a record away, and at this moment nobody had brought it back. */
    boolean isUnheardOf(String key, long moment) {
        return unheardOf.getOrDefault(key, -1L) >= moment;
    }

    /** Whether a record, or what decides on its scope, has changed at or after a moment. */
    boolean stable(String key, long since) {
        if (changed.getOrDefault(key, -1L) >= since) {
            return false;
        }
        Map<String, String> fields = content.get(key);
        String parent = fields == null ? null : fields.get("company");
        return parent == null || changed.getOrDefault(parent, -1L) < since;
    }

    boolean rightsStable(String user, long since) {
        List<Since<Set<String>>> list = rights.get(user);
        return list.get(list.size() - 1).moment < since;
    }

    Set<String> rights(String user) {
        List<Since<Set<String>>> list = rights.get(user);
        return list.get(list.size() - 1).value;
    }

    /** Everything that a user might read at some time since a moment. */
    Set<String> rightsSince(String user, long since) {
        return since(rights.get(user), since).stream().collect(TreeSet::new, TreeSet::addAll, TreeSet::addAll);
    }

    /** Whether there was ever something that a user might not read. */
    boolean lacked(String user) {
        return rights.get(user).stream().anyMatch(since -> !since.value.containsAll(Setup.SCOPES));
    }

    /** The scope of a record with these fields, now; null for a contact of no company. */
    String scope(Map<String, String> fields) {
        String parent = fields.get("company");
        Map<String, String> owner = parent == null ? fields : content.get(parent);
        return owner == null ? null : owner.get("region");
    }

    /** All scopes that a record with these fields was in since a moment. */
    Set<String> scopesSince(Map<String, String> fields, long since) {
        String parent = fields.get("company");
        return parent == null
                ? Set.of(fields.get("region"))
                : new TreeSet<>(since(regions.getOrDefault(parent, List.of()), since));
    }

    private static <T> List<T> since(List<Since<T>> list, long moment) {
        List<T> found = new ArrayList<>();
        for (int n = list.size() - 1; n >= 0; n--) {
            found.add(list.get(n).value);
            if (list.get(n).moment < moment) {
                break;
            }
        }
        return found;
    }

    /** What a user should see of the server's content. */
    Map<String, Map<String, String>> readable(String user) {
        Map<String, Map<String, String>> readable = new TreeMap<>();
        Set<String> mine = rights(user);
        content.forEach((key, fields) -> {
            String scope = scope(fields);
            if (scope != null && mine.contains(scope)) {
                readable.put(key, fields);
            }
        });
        return readable;
    }

    static Map<String, Wire.Change> changes(Call call) {
        Map<String, Wire.Change> changes = new HashMap<>();
        if (call.request().push() != null) {
            call.request().push().changes().forEach(change -> changes.put(change.key(), change));
        }
        return changes;
    }

    /** The values that a change carries as its user's work. */
    static Map<String, String> written(Wire.Change change) {
        Map<String, String> written = new HashMap<>();
        change.fields().forEach((field, value) -> {
            if (traced(field)
                    && (change.kind() == Wire.Kind.ADDED || change.base().containsKey(field))) {
                written.put(field, value);
            }
        });
        return written;
    }
}
