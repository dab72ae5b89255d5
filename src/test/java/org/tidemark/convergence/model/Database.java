package org.tidemark.convergence.model;

import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;

/**
 * Committed rows and row locks: a database at read committed, as PostgreSQL is by default. Each read sees what is
 * committed at that moment; a lock is held until the transaction ends; a circle of waiting is refused to whoever closes
 * it. Rows are immutable values.
 */
public final class Database {

    /** A transaction that would have waited for itself. */
    static final class Deadlock extends RuntimeException {
        private static final long serialVersionUID = 1;

        Deadlock() {
            super(null, null, false, false);
        }
    }

    private TreeMap<String, Object> rows = new TreeMap<>();
    private final Map<String, Transaction> locks = new HashMap<>();

    Transaction begin() {
        return new Transaction(this);
    }

    TreeMap<String, Object> rows() {
        return rows;
    }

    public boolean lock(Transaction transaction, String key) {
        Transaction holder = locks.putIfAbsent(key, transaction);
        if (holder == null || holder == transaction) {
            transaction.waitsFor(null);
            return true;
        }
        for (Transaction next = holder; next != null; next = next.waitsFor()) {
            if (next == transaction) {
                throw new Deadlock();
            }
        }
        transaction.waitsFor(holder);
        return false;
    }

    void release(Transaction transaction) {
        locks.values().removeIf(holder -> holder == transaction);
    }

    /** Every transaction under way is gone. */
    void crash() {
        locks.clear();
    }

    TreeMap<String, Object> backup() {
        return new TreeMap<>(rows);
    }

    void restore(TreeMap<String, Object> backup) {
        locks.clear();
        rows = new TreeMap<>(backup);
    }
}
