package org.tidemark.convergence.model;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import org.tidemark.convergence.Broken;
import org.tidemark.convergence.Wire;

/**
 * The records that one transaction changes. They are written at once, so that later statements see them, and numbered
 * at the end, when the clocks of all touched scopes are held.
 */
final class Writer {
    private record Touched(Rows.Rec before, Rows.Rec after, long known) {}

    private final Job job;
    private final Transaction transaction;
    private final ModelServer server;
    private final Map<String, Touched> touched = new TreeMap<>();
    private final Map<String, Long> versions = new HashMap<>();
    private final Map<String, Rows.Rec> trusted = new HashMap<>();
    private final boolean early;

    Writer(Job job, ModelServer server) {
        this(job, server, false);
    }

    /** @param early whether clocks are advanced by transactions of their own, as nobody should */
    Writer(Job job, ModelServer server, boolean early) {
        this.early = early;
        this.job = job;
        this.transaction = job.transaction();
        this.server = server;
    }

    /** @param known a version that the record is known to have had; its new one will be higher */
    void put(String key, Map<String, String> fields, String scope, long known) {
        Rows.Rec now = transaction.get(Rows.rec(key));
        Rows.Rec after = new Rows.Rec(fields, scope, now == null ? 0 : now.version(), server.now());
        transaction.put(Rows.rec(key), after);
        touch(key, now, after, known);
    }

    void delete(String key) {
        Rows.Rec now = transaction.get(Rows.rec(key));
        transaction.remove(Rows.rec(key));
        touch(key, now, null, 0);
    }

    /** Takes this for what the row said before. */
    void trust(String key, Rows.Rec says) {
        trusted.put(key, says);
    }

    private void touch(String key, Rows.Rec now, Rows.Rec after, long known) {
        Touched earlier = touched.get(key);
        Rows.Rec before = earlier == null ? trusted.getOrDefault(key, now) : earlier.before;
        touched.put(key, new Touched(before, after, Math.max(known, earlier == null ? 0 : earlier.known)));
    }

    /** Writes a record where its fields say, and takes a company's contacts along if it moves. */
    void place(String key, Map<String, String> fields, String scope, long known) {
        Rows.Rec now = transaction.get(Rows.rec(key));
        put(key, fields, scope, known);
        if (Wire.isCompany(key) && now != null && !now.scope().equals(scope) && !server.broken(Broken.CHILDREN_STAY)) {
            List<String> children = children(key);
            children.forEach(child -> job.next(() -> {
                follow(child, key, scope);
                return true;
            }));
            children.forEach(child -> job.next(() -> transaction.lock(Rows.rec(child))));
        }
    }

    /** A parent that does not exist leaves the scope open; the database will refuse the record. */
    String scopeOf(String key, Map<String, String> fields) {
        if (Wire.isCompany(key)) {
            return fields.get("region");
        }
        Rows.Rec parent = transaction.get(Rows.rec(fields.get("company")));
        return parent == null ? null : parent.scope();
    }

    /** Contacts of a company, as this transaction sees them now. */
    private List<String> children(String company) {
        List<String> found = new ArrayList<>();
        transaction.<Rows.Rec>scan("rec/", "k", (key, rec) -> {
            if (company.equals(rec.fields().get("company"))) {
                found.add(key);
            }
        });
        return found;
    }

    /** Takes a child along to its parent's scope, if it still is its child: it may have left while we waited for it. */
    private void follow(String child, String company, String scope) {
        Rows.Rec rec = transaction.get(Rows.rec(child));
        if (rec != null
                && company.equals(rec.fields().get("company"))
                && !rec.scope().equals(scope)) {
            put(child, rec.fields(), scope, 0);
        }
    }

    /** Plans the locks on values that must be unique: another transaction may be about to use one of them. */
    void lockUniques() {
        TreeSet<String> values = new TreeSet<>();
        touched.forEach((key, change) -> {
            if (Wire.isCompany(key) && change.after != null) {
                values.add(change.after.fields().get("vatNumber"));
            }
        });
        values.descendingSet().forEach(value -> job.next(() -> transaction.lock("vat/" + value)));
    }

    /** Whether the database refuses what was written: a foreign key, or a value that must be unique. */
    boolean violated() {
        return touched.entrySet().stream().anyMatch(entry -> {
            String key = entry.getKey();
            Rows.Rec after = entry.getValue().after;
            if (after == null) {
                return Wire.isCompany(key) && !children(key).isEmpty();
            }
            return Wire.isCompany(key)
                    ? taken(key, after.fields().get("vatNumber"))
                    : transaction.get(Rows.rec(after.fields().get("company"))) == null;
        });
    }

    private boolean taken(String key, String vatNumber) {
        boolean[] found = {false};
        transaction.<Rows.Rec>scan("rec/", "c", (other, rec) -> {
            if (Wire.isCompany(other)
                    && !other.equals(key)
                    && rec.fields().get("vatNumber").equals(vatNumber)) {
                found[0] = true;
            }
        });
        return found[0];
    }

    /** Plans the locks on the clocks of all touched scopes, in the one order in which everybody takes them. */
    void lockClocks() {
        if (early || server.broken(Broken.SEQUENCE_INSTEAD_OF_CLOCK)) {
            return;
        }
        TreeSet<String> scopes = new TreeSet<>();
        touched.values().forEach(change -> {
            if (change.before != null) {
                scopes.add(change.before.scope());
            }
            if (change.after != null) {
                scopes.add(change.after.scope());
            }
        });
        scopes.forEach(scope -> job.lock(Rows.clock(scope)));
    }

    /** Gives every changed record its version, and leaves a trace wherever one is not any more. */
    void number() {
        Long floor = transaction.get(Rows.FLOOR);
        touched.forEach((key, change) -> {
            Rows.Rec before = change.before;
            Rows.Rec after = change.after;
            if (before == null && after == null) {
                return;
            }
            if (before != null && (after == null || !after.scope().equals(before.scope()))) {
                leave(key, before, after == null);
            }
            if (after != null) {
                Rows.Gone gone = transaction.get(Rows.gone(key));
                long above = Math.max(change.known, before != null ? before.version() : floor == null ? 0 : floor);
                long version = tick(after.scope(), gone == null ? above : Math.max(above, gone.version()));
                transaction.put(Rows.rec(key), new Rows.Rec(after.fields(), after.scope(), version, after.at()));
                versions.put(key, version);
                arrive(key, after.scope(), gone);
            }
        });
    }

    private void leave(String key, Rows.Rec before, boolean deleted) {
        long version = tick(before.scope(), before.version());
        versions.put(key, version);
        if (deleted && server.broken(Broken.NO_TOMBSTONE) || !deleted && server.broken(Broken.DEPARTURE_MISSING)) {
            return;
        }
        transaction.put(Rows.left(before.scope(), key), new Rows.Left(version, server.now()));
        if (deleted) {
            transaction.put(Rows.gone(key), new Rows.Gone(before.scope(), version, server.now()));
        }
    }

    private void arrive(String key, String scope, Rows.Gone gone) {
        if (!server.broken(Broken.DEPARTURE_KEPT)) {
            transaction.remove(Rows.left(scope, key));
        }
        // What says in another scope that it left there goes on being true.
        if (gone != null) {
            transaction.remove(Rows.gone(key));
        }
    }

    private long tick(String scope, long above) {
        if (server.broken(Broken.SEQUENCE_INSTEAD_OF_CLOCK)) {
            return server.sequence(scope);
        }
        if (early) {
            return server.tickAlone(scope, above);
        }
        long base = server.clockOf(transaction, scope);
        long next = (server.broken(Broken.CLOCK_NOT_ADVANCED_ON_MOVE) ? base : Math.max(base, above)) + 1;
        transaction.put(Rows.clock(scope), next);
        return next;
    }

    long version(String key) {
        Long version = versions.get(key);
        Rows.Rec rec = version == null ? transaction.get(Rows.rec(key)) : null;
        return version != null ? version : rec == null ? 0 : rec.version();
    }
}
